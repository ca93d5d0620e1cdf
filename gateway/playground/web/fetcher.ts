import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { createClient } from "graphql-ws";
import type { SessionStore } from "./session";

/**
 * Runs the editor's operations: queries and mutations over HTTP, subscriptions over graphql-ws, all with
 * the token of whoever is signed in. An `authorization` in the headers editor wins over it.
 */
export function createFetcher(endpoint: string, session: SessionStore): Fetcher {
  let editorHeaders: Record<string, unknown> = {};
  const socket = createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${endpoint}`,
    connectionParams: async () => connectionParams(await session.accessToken(), editorHeaders),
  });
  reconnectOnChangeOfUser(session, () => socket.terminate());

  const run = createGraphiQLFetcher({
    url: endpoint,
    wsClient: socket,
    fetch: withSession(session),
    // The gateway does not stream parts of an answer.
    enableIncrementalDelivery: false,
  });
  return (parameters, options) => {
    editorHeaders = options?.headers ?? {};
    return run(parameters, options);
  };
}

function withSession(session: SessionStore): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    const token = headers.has("authorization") ? null : await session.accessToken();
    if (token === null) {
      return fetch(input, { ...init, headers });
    }
    const response = await fetchAs(token);
    if (response.status !== 401) {
      return response;
    }
    // 401 refuses the whole operation before any of it runs, so a mutation may be sent again too.
    const renewed = await session.renew(token);
    return renewed === null ? response : fetchAs(renewed);

    function fetchAs(accessToken: string): Promise<Response> {
      headers.set("authorization", `Bearer ${accessToken}`);
      return fetch(input, { ...init, headers });
    }
  };
}

function connectionParams(
  token: string | null,
  editorHeaders: Record<string, unknown>,
): Record<string, unknown> {
  const own = Object.entries(editorHeaders).map(([name, value]): [string, unknown] => [
    name.toLowerCase(),
    value,
  ]);
  return {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...Object.fromEntries(own),
  };
}

/** A running subscription goes on as the new user; the token alone may change without it. */
function reconnectOnChangeOfUser(session: SessionStore, reconnect: () => void): void {
  let login = session.state().session?.login;
  session.subscribe(() => {
    const current = session.state().session?.login;
    if (current !== login) {
      login = current;
      reconnect();
    }
  });
}
