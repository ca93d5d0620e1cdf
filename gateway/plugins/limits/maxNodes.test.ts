import { buildSchema, getOperationAST, parse } from "graphql";
import { readListSizes } from "../../engine/listSizes";
import { maxNodes } from "./maxNodes";

const sdl = `
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
  interface Named { names: [String!]! @listSize(assumedSize: 4) }
  type Page { edges: [Edge!]! }
  type Edge { node: Item }
  type Item implements Named {
    names: [String!]!
    tags: [Item!]! @listSize(assumedSize: 5)
    unsized: [Item!]!
    items(first: Int!, last: Int): Page @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
  }
  type Query {
    item: Item
    named: Named
    page(first: Int! = 20): Page @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
  }`;
const schema = buildSchema(sdl);
const sizes = readListSizes(sdl);

/** The count, found as the smallest limit that lets the operation pass. */
function nodesOf(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("Write one operation.");
  const passes = (limit: number): boolean =>
    maxNodes(limit, () => sizes)({ schema, document, operation, variables }) === null;
  let [low, high] = [0, 2 ** 40];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const pages = (arguments_: string) =>
  `page(${arguments_}) { edges { node { items(${arguments_}) { edges { node { items(${arguments_}) { edges { node { __typename } } } } } } } } }`;

test.each([
  ["single objects", "{ item { unsized { __typename } } }", 0],
  ["a page", "{ page(first: 7) { edges { node { __typename } } } }", 7],
  ["the default of the argument", "{ page { edges { node { __typename } } } }", 20],
  ["the larger of two arguments", "{ item { items(first: 2, last: 9) { __typename } } }", 9],
  ["what the author expects", "{ item { tags { tags { __typename } } } }", 5 * (1 + 5)],
  ["fields of an interface", "{ named { names } }", 4],
  ["aliases each", "{ a: page(first: 3) { __typename } b: page(first: 4) { __typename } }", 7],
  ["pages in pages in pages", `{ ${pages("first: 100")} }`, 100 * (1 + 100 * (1 + 100))],
  ["nothing for a negative page", "{ page(first: -5) { __typename } }", 0],
])("counts %s", (_what, source, expected) => {
  expect(nodesOf(source)).toBe(expected);
});

test("follows fragments wherever they are spread", () => {
  const source = `{ page(first: 10) { ...P } item { ...I ... on Item { tags { __typename } } } }
    fragment P on Page { edges { node { ...I } } }
    fragment I on Item { items(first: 3) { __typename } }`;
  expect(nodesOf(source)).toBe(10 * (1 + 3) + 3 + 5);
});

test("takes variables, else their defaults", () => {
  const source = `query ($n: Int! = 6) { ${pages("first: $n")} }`;
  expect(nodesOf(source)).toBe(6 * (1 + 6 * (1 + 6)));
  expect(nodesOf(source, { n: 2 })).toBe(2 * (1 + 2 * (1 + 2)));
});

test.each(["100", null, { n: 1 }, undefined])(
  "counts one item where execution will refuse the variable (%j)",
  (n) => {
    expect(nodesOf("query ($n: Int!) { page(first: $n) { __typename } }", { n })).toBe(1);
  },
);

test("a variable called like a property of all objects is none", () => {
  const source = "query ($constructor: Int!) { page(first: $constructor) { __typename } }";
  expect(nodesOf(source)).toBe(1);
});
