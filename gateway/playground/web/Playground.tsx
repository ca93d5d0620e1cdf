import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useState } from "react";
import { readDeepLink } from "./deepLink";
import { examplesPlugin } from "./ExamplesPlugin";
import { createFetcher } from "./fetcher";
import { createSessionStore, type SessionStore } from "./session";
import type { Settings } from "./settings";
import { ShareButton } from "./ShareButton";
import { createSignInPlugin } from "./SignInPlugin";
import { useSession } from "./useSession";

const firstQuery = `# One endpoint, the whole mall.
# Left: docs, sign in, examples.
# Ctrl-Enter runs the operation.

query FirstLook {
  products(first: 3) {
    edges {
      node {
        id
        name
        price { amountMinor currency }
        rating { average count }
      }
    }
  }
}
`;

/** The page: GraphiQL with the mall's session and two panels of our own. */
export function Playground({ settings }: { settings: Settings }) {
  // Made once: GraphiQL compares plugins and fetcher by identity.
  const [parts] = useState(() => assemble(settings));
  return (
    <GraphiQL
      fetcher={parts.fetcher}
      plugins={parts.plugins}
      visiblePlugin={parts.signIn}
      defaultQuery={firstQuery}
      defaultEditorToolsVisibility
      shouldPersistHeaders={false}
      schemaDescription
      inputValueDeprecation
      {...parts.link}
    >
      <GraphiQL.Logo>
        <span className="playground-brand">micro-shop</span>
        <SignedInAs store={parts.store} />
      </GraphiQL.Logo>
      <GraphiQL.Toolbar>
        {({ prettify, merge, copy }) => (
          <>
            {prettify}
            {merge}
            {copy}
            <ShareButton />
          </>
        )}
      </GraphiQL.Toolbar>
    </GraphiQL>
  );
}

function assemble(settings: Settings) {
  const store = createSessionStore(settings.endpoint, sessionStorage);
  const signIn = createSignInPlugin(settings, store);
  const { query, variables } = readDeepLink(location.search);
  return {
    store,
    signIn,
    plugins: [HISTORY_PLUGIN, signIn, examplesPlugin],
    fetcher: createFetcher(settings.endpoint, store),
    link: {
      ...(query && { initialQuery: query }),
      ...(variables && { initialVariables: variables }),
    },
  };
}

function SignedInAs({ store }: { store: SessionStore }) {
  const { session } = useSession(store);
  return <span className="playground-user">{session ? session.login : "not signed in"}</span>;
}
