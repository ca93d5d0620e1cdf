import { documentText, isQuery, TypedDocumentString } from "./document";

describe("documentText", () => {
  it.each<[string, object | string]>([
    ["a generated document", new TypedDocumentString("{ a }")],
    ["a plain text", "{ a }"],
    ["a String object, as other generators make", new String("{ a }")],
    ["a parsed document that knows its source", { loc: { source: { body: "{ a }" } } }],
  ])("reads %s", (_name, document) => {
    expect(documentText(document)).toBe("{ a }");
  });

  it("says what to do with a parsed document without its source", () => {
    expect(() => documentText({ kind: "Document", definitions: [] } as object)).toThrow(
      /print\(document\)/,
    );
  });
});

describe("isQuery", () => {
  it.each(["{ a }", "query A { a }", "query{a}", "# mutation\n\n  query A { a }", "\uFEFF,{ a }"])(
    "takes %j for one that may be repeated",
    (text) => expect(isQuery(text)).toBe(true),
  );

  it.each([
    "mutation A { a }",
    "subscription A { a }",
    "# query\nmutation A { a }",
    "queryX { a }",
    "fragment F on T { a } query A { ...F }",
  ])("does not take %j for one", (text) => expect(isQuery(text)).toBe(false));
});
