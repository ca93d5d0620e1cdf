import "reflect-metadata";
import { createClient } from "graphql-ws";
import { mkdtemp, rm, writeFile, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Arg,
  Ctx,
  Directive,
  Field,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import { WebSocket } from "ws";
import { requestDeadline } from "../database/statements";
import { fault } from "../errors";
import type { RequestContext } from "../graphql/requestContext";
import { createServiceClient } from "../graphql/serviceClient";
import { buildSubgraph } from "../graphql/subgraph";
import { TypedDocumentString } from "../graphql/typedDocument";
import { createLog } from "../log";
import { startDeadline } from "../resilience/deadline";
import { signIdentity, subscribeBody } from "../security/identity";
import { signedIn, testContext } from "../testing/serviceContext";
import { testDatabase } from "../testing/testDatabase";
import type { RunningService } from "./runService";
import { startSubgraph } from "./subgraphServer";

const SECRET = "a secret of more than thirty-two characters";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A counter.", simpleResolvers: true })
class Counter {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => Int, { description: "How often a context was made for the one who asks." })
  readonly contexts!: number;
}

let contexts = 0;
let released = 0;

@Resolver()
class CounterResolver {
  @Query(() => String, { nullable: true, description: "Who calls." })
  whoami(@Ctx() { caller }: RequestContext): string {
    return `${caller.service}:${caller.user?.id ?? "nobody"}:${[...(caller.user?.scopes ?? [])].join(",")}`;
  }

  @Query(() => String, { nullable: true, description: "Fails." })
  fails(@Arg("how", () => String, { description: "How." }) how: string): string {
    if (how === "fault") fault("NOT_FOUND", "No such thing here.");
    throw new Error("SELECT password FROM secrets");
  }

  @Query(() => String, { nullable: true, description: "Never answers." })
  hangs(): Promise<string> {
    return new Promise(() => undefined);
  }

  @Query(() => Int, { description: "Milliseconds left." })
  budget(@Ctx() { deadline }: RequestContext): number {
    return Math.round(deadline.remainingMs());
  }

  @Query(() => Int, { description: "Milliseconds its statements have left." })
  statementBudget(): number {
    return Math.round(requestDeadline()?.remainingMs() ?? Infinity);
  }

  @Subscription(() => Counter, { description: "Counts.", subscribe: ticks })
  counted(@Root() id: string, @Ctx() { counter }: RequestContext & { counter: number }): Counter {
    return { id, contexts: counter };
  }
}

/** Two events, then silence until the reader leaves. */
function ticks(): AsyncIterableIterator<string> {
  const events = ["one", "two"];
  let leave = (): void => undefined;
  return {
    next() {
      const value = events.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      return new Promise((resolve) => {
        leave = () => resolve({ done: true, value: undefined });
      });
    },
    return() {
      released++;
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

describe("a subgraph's server", () => {
  let service: RunningService;
  let folder: string;
  const log = createLog("test", "silent");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "migrations-"));
    await mkdir(join(folder, "meta"));
    await writeFile(
      join(folder, "meta/_journal.json"),
      '{"version":"7","dialect":"mysql","entries":[]}',
    );
    service = await startSubgraph({
      name: "product",
      subgraph: buildSubgraph({ name: "product", resolvers: [CounterResolver], references: {} }),
      config: { HOST: "127.0.0.1", PORT: 0, IDENTITY_SECRET: SECRET },
      log,
      database: await testDatabase("server"),
      migrationsFolder: folder,
      createContext: (request) => ({ ...request, counter: ++contexts }),
      routes: (app) => {
        app.get("/broken", () => Promise.reject(new Error("SELECT password FROM secrets")));
        app.get("/away", () => Promise.reject(Object.assign(new Error("gone"), { errno: 1053 })));
      },
    });
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const url = (path: string): string => `http://127.0.0.1:${service.port}${path}`;
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url("/graphql"), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const call = async <Data>(
    query: string,
    options: { timeoutMs?: number; caller?: object } = {},
  ) => {
    const client = createServiceClient({
      from: "order",
      to: "product",
      url: url(""),
      identitySecret: SECRET,
    });
    try {
      return await client.call(
        new TypedDocumentString<Data, object>(query),
        {},
        {
          context: testContext(options.caller),
          ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
        },
      );
    } finally {
      await client.close();
    }
  };

  it("answers nothing without a signed identity", async () => {
    const { status, body } = await post('{"query":"{ whoami }"}');
    expect(status).toBe(401);
    expect(body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: "UNAUTHENTICATED" } }],
    });
  });

  it("refuses an identity that was signed for another body", async () => {
    const identity = signIdentity(SECRET, {
      caller: testContext().caller,
      audience: "product",
      body: "{}",
    });
    expect((await post('{"query":"{ whoami }"}', { "x-mall-identity": identity })).status).toBe(
      401,
    );
  });

  it("knows a sibling that calls on behalf of a user", async () => {
    const caller = signedIn("0190b0a0-0000-7000-8000-000000000001", "stock:read");
    expect(await call("{ whoami }", { caller })).toEqual({
      whoami: "order:0190b0a0-0000-7000-8000-000000000001:stock:read",
    });
  });

  it("passes a fault on with its code, and masks everything else", async () => {
    await expect(call('{ fails(how: "fault") }')).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "No such thing here.",
    });
    const broken = call('{ fails(how: "sql") }');
    await expect(broken).rejects.toMatchObject({ code: "INTERNAL" });
    await expect(broken).rejects.not.toMatchObject({ message: expect.stringContaining("SELECT") });
  });

  it("hides its schema", async () => {
    await expect(call("{ __schema { types { name } } }")).rejects.toMatchObject({ name: "Fault" });
  });

  it("grants the next hop what is left of the deadline, and gives up on time", async () => {
    const { budget } = await call<{ budget: number }>("{ budget }", { timeoutMs: 700 });
    expect(budget).toBeLessThanOrEqual(700);
    const own = await call<{ statementBudget: number }>("{ statementBudget }", { timeoutMs: 700 });
    expect(own.statementBudget).toBeLessThanOrEqual(700);
    await expect(call("{ hangs }", { timeoutMs: 150 })).rejects.toMatchObject({ code: "TIMEOUT" });
    const context = { ...testContext(), deadline: startDeadline(20) };
    const client = createServiceClient({
      from: "order",
      to: "product",
      url: url(""),
      identitySecret: SECRET,
    });
    await expect(
      client.call(new TypedDocumentString("{ whoami }"), {}, { context }),
    ).rejects.toMatchObject({ code: "TIMEOUT" });
    await client.close();
  });

  it("reports a sibling that is away as UNAVAILABLE", async () => {
    const client = createServiceClient({
      from: "order",
      to: "product",
      url: "http://127.0.0.1:1",
      identitySecret: SECRET,
    });
    await expect(
      client.call(new TypedDocumentString("{ whoami }"), {}, { context: testContext() }),
    ).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await client.close();
  });

  it("refuses malformed JSON", async () => {
    expect((await post("{ not json")).status).toBe(400);
  });

  it.each([
    ["/broken", 500, "INTERNAL"],
    ["/away", 503, "UNAVAILABLE"],
  ])("masks and logs what fails at %s outside GraphQL", async (path, status, code) => {
    const error = jest.spyOn(log, "error");
    const response = await fetch(url(path));
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      errors: [{ message: expect.not.stringContaining("SELECT"), extensions: { code } }],
    });
    expect(error).toHaveBeenCalledWith({ err: expect.any(Error), route: path }, expect.any(String));
    error.mockRestore();
  });

  it("serves health and metrics", async () => {
    expect((await fetch(url("/health/live"))).status).toBe(200);
    expect((await fetch(url("/health/ready"))).status).toBe(200);
    expect(await (await fetch(url("/metrics"))).text()).toContain(
      "mall_http_request_duration_seconds_count",
    );
  });

  it("makes a fresh context for each event of a subscription and releases the source when the client leaves", async () => {
    const client = createClient({
      url: url("/graphql").replace("http", "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const query = "subscription { counted { id contexts } }";
    const identity = signIdentity(SECRET, {
      caller: testContext().caller,
      audience: "product",
      body: subscribeBody({ query, variables: null }),
    });
    const events: { counted: { id: string; contexts: number } }[] = [];
    for await (const { data } of client.iterate({ query, extensions: { identity } })) {
      events.push(data as never);
      if (events.length === 2) break;
    }
    await client.dispose();
    expect(events.map(({ counted }) => counted.id)).toEqual(["one", "two"]);
    expect(events[0]?.counted.contexts).not.toBe(events[1]?.counted.contexts);
    while (released === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(released).toBe(1);
  });

  it("refuses a subscription without an identity", async () => {
    const client = createClient({
      url: url("/graphql").replace("http", "ws"),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const next = client.iterate({ query: "subscription { counted { id } }" }).next();
    await expect(next).rejects.toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    await client.dispose();
  });
});
