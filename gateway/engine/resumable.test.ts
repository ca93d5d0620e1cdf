import { buildSchema, getOperationAST, parse, print, validate } from "graphql";
import { makeResumable, type Resumable } from "./resumable";

const schema = buildSchema(`
  type Query { a: Int }
  type Event { id: ID! }
  type Change { event: Event!  value: Int }
  type Plain { value: Int }
  type Subscription {
    changed(id: ID, after: ID): Change
    withoutArgument(id: ID): Change
    withoutEvent(after: ID): Plain
  }
`);

function resumableOf(source: string): Resumable | null {
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  return makeResumable(schema, document, operation);
}

describe("a resumable subscription", () => {
  test("asks for each event’s position and takes the start from a variable", () => {
    const resumable = resumableOf(
      'subscription S($id: ID) { changed(id: $id, after: "7") { value } }',
    );
    const text = print(resumable?.document ?? parse("{ a }")).replaceAll(/\s+/g, " ");
    expect(text).toBe(
      "subscription S($id: ID, $__after: ID) { changed(id: $id, after: $__after) " +
        "{ value __cursor: event { id } } }",
    );
    expect(validate(schema, parse(text))).toEqual([]);
    expect(resumable?.initialVariables({ id: "1" })).toEqual({ id: "1", __after: "7" });
  });

  test("the start may be a variable of the client, or nothing", () => {
    const withVariable = resumableOf("subscription ($p: ID) { changed(after: $p) { value } }");
    expect(withVariable?.initialVariables({ p: "3" })).toEqual({ p: "3", __after: "3" });
    const withNothing = resumableOf("subscription { changed { value } }");
    expect(withNothing?.initialVariables({})).toEqual({});
  });

  test("an event tells where to go on, under the client’s own alias too", () => {
    const resumable = resumableOf("subscription { mine: changed { value } }");
    const event = { data: { mine: { value: 1, __cursor: { id: "9" } } } };
    expect(resumable?.variablesAfter(event, { id: "1" })).toEqual({ id: "1", __after: "9" });
  });

  test.each([
    {},
    { data: null },
    { data: { changed: null } },
    { data: { changed: { __cursor: null } } },
  ])("the event %j tells no position", (event) => {
    const resumable = resumableOf("subscription { changed { value } }");
    expect(resumable?.variablesAfter(event, {})).toBeNull();
  });

  test.each([
    ["the field has no after argument", "subscription { withoutArgument { value } }"],
    ["its events have no id", "subscription { withoutEvent { value } }"],
    ["the client uses our names itself", "subscription { changed { __cursor: value } }"],
    ["the root field is in a fragment", "subscription { ... { changed { value } } }"],
  ])("there is none when %s", (_reason, source) => {
    expect(resumableOf(source)).toBeNull();
  });
});
