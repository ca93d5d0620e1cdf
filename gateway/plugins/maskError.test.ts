import { Fault, faultCodes } from "@micro-shop/common/errors";
import { buildSchema, getOperationAST, getVariableValues, GraphQLError, parse } from "graphql";
import { maskError } from "./maskError";

const options = { requestId: "r-1", hideSuggestions: false };
const mask = (error: unknown, hideSuggestions = false) =>
  maskError(error, { ...options, hideSuggestions });
const withCode = (code: string, message = "the text"): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });
const fromSubgraph = (code: string | undefined): GraphQLError =>
  new GraphQLError("the text", { extensions: { code, serviceName: "books" }, path: ["a", 0] });

describe("masking", () => {
  test.each([new Error("x"), "x", null, undefined, 1, new GraphQLError("x"), withCode("ODD")])(
    "%p is INTERNAL with the registry’s text",
    (error) => {
      expect(mask(error)).toEqual({
        message: faultCodes.INTERNAL.message,
        extensions: { code: "INTERNAL", requestId: "r-1" },
      });
    },
  );

  test("a fault keeps code and text through any wrapping", () => {
    const fault = new Fault("FORBIDDEN", "Not yours.");
    const wrapped = new GraphQLError("outer", {
      originalError: new GraphQLError("inner", { originalError: fault }),
      extensions: { code: "INTERNAL_SERVER_ERROR", http: { status: 500 }, stacktrace: ["x"] },
    });
    for (const error of [fault, wrapped, new Error("outer", { cause: fault })]) {
      expect(mask(error)).toMatchObject({
        message: "Not yours.",
        extensions: { code: "FORBIDDEN" },
      });
    }
    expect(mask(wrapped).extensions).toEqual({ code: "FORBIDDEN", requestId: "r-1" });
  });

  test("causes that go in a circle end", () => {
    const error = new Error("x");
    error.cause = error;
    expect(mask(error).extensions?.["code"]).toBe("INTERNAL");
  });

  test.each(["UNAUTHENTICATED", "FORBIDDEN", "BAD_REQUEST", "NOT_FOUND", "RATE_LIMITED"])(
    "a subgraph’s %s keeps its text and path",
    (code) => {
      expect(mask(fromSubgraph(code))).toEqual({
        message: "the text",
        path: ["a", 0],
        extensions: { code, requestId: "r-1" },
      });
    },
  );

  test.each(["INTERNAL", "UNAVAILABLE", "TIMEOUT"])("a subgraph’s %s loses its text", (code) => {
    expect(mask(fromSubgraph(code))).toMatchObject({ extensions: { code } });
    expect(mask(fromSubgraph(code)).message).not.toBe("the text");
  });

  test.each(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "constructor", undefined])(
    "a subgraph’s %s is our fault, not the client’s",
    (code) => {
      expect(mask(fromSubgraph(code)).extensions?.["code"]).toBe("INTERNAL");
    },
  );

  test.each([
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "BAD_USER_INPUT",
    "OPERATION_RESOLUTION_FAILURE",
    "BAD_REQUEST",
  ])("what is wrong with the document (%s) is told, as BAD_REQUEST", (code) => {
    expect(mask(withCode(code))).toMatchObject({
      message: "the text",
      extensions: { code: "BAD_REQUEST" },
    });
  });

  test("clients of persisted queries get the code they wait for", () => {
    const error = withCode("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    expect(mask(error)).toMatchObject({
      message: "PersistedQueryNotFound",
      extensions: { code: "PERSISTED_QUERY_NOT_FOUND" },
    });
  });

  test.each([
    [400, "BAD_REQUEST", "the text"],
    [500, "INTERNAL", faultCodes.INTERNAL.message],
    [undefined, "INTERNAL", faultCodes.INTERNAL.message],
  ])("a refusal of the server without a code, with status %p, is %s", (status, code, message) => {
    const extensions = { http: { status } };
    expect(mask(new GraphQLError("the text", { extensions }))).toMatchObject({
      message,
      extensions: { code },
    });
    const sent = new GraphQLError("x", { extensions: { ...extensions, serviceName: "books" } });
    expect(mask(sent).extensions?.["code"]).toBe("INTERNAL");
  });

  test("the parser’s own limits are LIMIT_EXCEEDED", () => {
    let thrown: unknown;
    try {
      parse("{ a b c }", { maxLexicalTokens: 3 });
    } catch (error) {
      thrown = error;
    }
    const { message } = thrown as GraphQLError;
    for (const text of [message, "Validation aborted."]) {
      expect(mask(withCode("GRAPHQL_PARSE_FAILED", text)).extensions?.["code"]).toBe(
        "LIMIT_EXCEEDED",
      );
    }
  });

  test("suggestions are shown or hidden", () => {
    const text = 'Cannot query field "nam" on type "User". Did you mean "name" or "names"?';
    expect(mask(withCode("GRAPHQL_VALIDATION_FAILED", text)).message).toBe(text);
    expect(mask(withCode("GRAPHQL_VALIDATION_FAILED", text), true).message).toBe(
      'Cannot query field "nam" on type "User".',
    );
  });

  describe("variables", () => {
    const schema = buildSchema(`
      input Login { name: String! password: String! kind: Kind }
      enum Kind { STAFF CUSTOMER }
      type Query { login(input: Login!): Int  count(n: Int!): Int }
    `);
    const errorOf = (query: string, variables: Record<string, unknown>): unknown => {
      const definitions = getOperationAST(parse(query))?.variableDefinitions ?? [];
      return getVariableValues(schema, definitions, variables).errors?.[0];
    };
    const login = "query ($input: Login!) { login(input: $input) }";

    test.each([
      [
        { input: { password: "hunter2" } },
        /^Variable "\$input" got an invalid value; Field "name"/,
      ],
      [
        { input: { name: "n", password: ["hunter2"] } },
        /at "input.password"; String cannot represent a non string value\.$/,
      ],
      [{ input: { name: "n", password: "p", more: "hunter2" } }, /Field "more" is not defined/],
      [
        { input: "hunter2; Field x" },
        /^Variable "\$input" got an invalid value; Expected type "Login"/,
      ],
      [
        { input: { name: "n", password: "p", kind: { a: "hunter2" } } },
        /Enum "Kind" cannot represent non-string value\.$/,
      ],
      [{}, /^Variable "\$input" of required type "Login!" was not provided\.$/],
    ])("the value in %j is not echoed", (variables, expected) => {
      const { message, extensions } = mask(errorOf(login, variables));
      expect(extensions?.["code"]).toBe("BAD_REQUEST");
      expect(message).not.toContain("hunter2");
      expect(message).toMatch(expected);
    });
  });
});
