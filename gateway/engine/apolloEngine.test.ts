import type { GraphQLDataSource } from "@apollo/gateway";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { parse, type GraphQLSchema } from "graphql";
import pino from "pino";
import { emptyRecord } from "../context";
import { booksSdl, peopleSdl } from "../tests/support/library";
import { composeSupergraph } from "../tests/support/supergraphFile";
import { createApolloEngine } from "./apolloEngine";
import type { Engine, Operation } from "./engine";

const log = pino({ level: "silent" });
const url = "http://127.0.0.1:1/graphql";
const compose = (books: string): string =>
  composeSupergraph([
    { name: "books", url, sdl: books },
    { name: "people", url, sdl: peopleSdl },
  ]);

describe("the stock engine", () => {
  let engine: Engine;
  let answer: (query: string) => Promise<Record<string, unknown>>;

  beforeEach(async () => {
    answer = async () => ({ data: { shelf: { books: [] } } });
    const source: GraphQLDataSource = { process: ({ request }) => answer(request.query ?? "") };
    engine = await createApolloEngine({
      supergraphSdl: compose(booksSdl),
      dataSources: () => source,
      openUpstream: () => {
        throw new Error("not subscribed to");
      },
      eventDeadlineMs: 1_000,
      log,
    });
  });

  afterEach(() => engine.stop());

  const operation = (schema: GraphQLSchema, source: string): Operation => ({
    schema,
    document: parse(source),
    source,
    queryHash: source,
    operationName: undefined,
    variables: {},
    context: {
      caller: { service: "gateway", user: null, clientAddress: "", requestId: "r" },
      deadline: startDeadline(1_000),
      log,
      idempotencyKey: null,
      traceparent: null,
      record: emptyRecord(),
    },
  });

  const shelf = "{ shelf { books { id } } }";
  const withoutShelf = compose(booksSdl.replace("shelf: Shelf ", ""));

  test("an operation that was admitted before a reload is planned with what it was admitted with", async () => {
    const before = operation(engine.schema, shelf);
    await engine.reload(withoutShelf);
    expect(engine.schema.getQueryType()?.getFields()).not.toHaveProperty("shelf");
    expect(await engine.execute(before)).toEqual({ data: { shelf: { books: [] } } });
  });

  test("an operation that runs during a reload goes on", async () => {
    let release = (): void => undefined;
    answer = () =>
      new Promise((resolve) => (release = () => resolve({ data: { shelf: { books: [] } } })));
    const running = engine.execute(operation(engine.schema, shelf));
    await new Promise(setImmediate);
    await engine.reload(withoutShelf);
    release();
    expect(await running).toEqual({ data: { shelf: { books: [] } } });
  });

  test("reloads happen one after the other, and the last one wins", async () => {
    const loaded: string[] = [];
    engine.onReload((_schema, sdl) => loaded.push(sdl));
    await Promise.all([engine.reload(withoutShelf), engine.reload(compose(booksSdl))]);
    expect(loaded).toEqual([withoutShelf, compose(booksSdl)]);
    expect(engine.schema.getQueryType()?.getFields()).toHaveProperty("shelf");
  });

  test.each(["", "type Query { a: Int }", "type Query {"])("%j is refused", async (sdl) => {
    const { schema } = engine;
    await expect(engine.reload(sdl)).rejects.toThrow();
    expect(engine.schema).toBe(schema);
  });

  test("the same supergraph again is no reload", async () => {
    const { schema } = engine;
    await engine.reload(compose(booksSdl));
    expect(engine.schema).toBe(schema);
  });

  test("authorisation directives neither stop the supergraph nor reach the API schema", () => {
    expect(engine.schema.getDirective("requiresScopes")).toBeUndefined();
    expect(engine.subgraphs.toSorted()).toEqual(["books", "people"]);
  });
});
