import { buildSchema, parse, validate, type ValidationRule } from "graphql";
import { maxAliases } from "./maxAliases";
import { maxCharacters } from "./maxCharacters";
import { maxDepth } from "./maxDepth";
import { maxDirectives } from "./maxDirectives";
import { maxRootFields } from "./maxRootFields";
import { maxSensitiveFields } from "./maxSensitiveFields";

const schema = buildSchema(`
  type Node { id: ID next: Node other: Node }
  type Query { node: Node a: Int b: Int }
  type Mutation { write: Int signIn: Int }
`);

const passes = (rule: ValidationRule, source: string): boolean =>
  validate(schema, parse(source), [rule]).length === 0;

describe("depth", () => {
  const rule = maxDepth({ depth: 3, introspectionDepth: 5 });

  test("counts levels of fields, not of fragments", () => {
    expect(passes(rule, "{ node { next { id } } }")).toBe(true);
    expect(passes(rule, "{ node { ... { ... on Node { next { id } } } } }")).toBe(true);
    expect(passes(rule, "{ node { next { next { id } } } }")).toBe(false);
  });

  test("follows fragments, and refuses those that spread themselves", () => {
    expect(passes(rule, "{ node { ...F } } fragment F on Node { next { next { id } } }")).toBe(
      false,
    );
    expect(passes(rule, "{ node { ...F } } fragment F on Node { ...F }")).toBe(false);
    expect(passes(rule, "{ node { ...F ...F } } fragment F on Node { next { id } }")).toBe(true);
  });

  test("looks at every operation of the document", () => {
    expect(passes(rule, "query A { a } query B { node { next { next { id } } } }")).toBe(false);
  });

  test("grants introspection its own depth, but not in company", () => {
    const deep = "__schema { types { fields { type { name } } } }";
    expect(passes(rule, `{ ${deep} }`)).toBe(true);
    expect(passes(rule, `{ ...F } fragment F on Query { ${deep} }`)).toBe(true);
    expect(passes(rule, `{ a ${deep} }`)).toBe(false);
    expect(passes(rule, "{ __schema { types { fields { type { ofType { name } } } } } }")).toBe(
      false,
    );
  });
});

describe("aliases", () => {
  const rule = maxAliases(3);

  test("count at every level, those of __typename too", () => {
    expect(passes(rule, "{ x: a y: b z: node { id } }")).toBe(true);
    expect(passes(rule, "{ x: a y: b z: node { w: id } }")).toBe(false);
    expect(passes(rule, "{ x: __typename y: __typename z: __typename w: __typename }")).toBe(false);
  });

  test("count once for each spread of their fragment", () => {
    const fragment = "fragment F on Node { x: id }";
    expect(passes(rule, `{ node { ...F next { ...F next { ...F } } } } ${fragment}`)).toBe(true);
    expect(
      passes(rule, `{ node { ...F next { ...F next { ...F next { ...F } } } } } ${fragment}`),
    ).toBe(false);
  });

  test("of fragments that double 60 times are refused without counting that far", () => {
    const doubling = Array.from(
      { length: 60 },
      (_unused, level) =>
        `fragment F${level} on Node { next { ...F${level + 1} } other { ...F${level + 1} } }`,
    ).join(" ");
    const started = performance.now();
    expect(passes(rule, `{ node { ...F0 } } ${doubling} fragment F60 on Node { x: id }`)).toBe(
      false,
    );
    expect(performance.now() - started).toBeLessThan(200);
  });
});

test("directives are counted on each element for itself", () => {
  const rule = maxDirectives(2);
  const twice = "@include(if: true) @skip(if: false)";
  expect(passes(rule, `{ a ${twice} b ${twice} }`)).toBe(true);
  expect(passes(rule, `{ a ${twice} @include(if: true) }`)).toBe(false);
  expect(passes(rule, `{ ... ${twice} @include(if: true) { a } }`)).toBe(false);
  expect(passes(rule, `query ($v: Int @x @x @x) { a }`)).toBe(false);
});

test("characters are those of the whole text, comments included", () => {
  const rule = maxCharacters(20);
  expect(passes(rule, `{ a } #${"x".repeat(13)}`)).toBe(true);
  expect(passes(rule, `{ a } #${"x".repeat(14)}`)).toBe(false);
});

describe("root fields", () => {
  const rule = maxRootFields({ rootFields: 3, mutations: 2 });

  test("count for each operation for itself, through fragments", () => {
    expect(passes(rule, "query A { a b node { id } } query B { a }")).toBe(true);
    expect(passes(rule, "{ a b x: a y: b }")).toBe(false);
    expect(passes(rule, "{ a ...F } fragment F on Query { b x: a y: b }")).toBe(false);
  });

  test("of mutations are fewer", () => {
    expect(passes(rule, "mutation { write signIn }")).toBe(true);
    expect(passes(rule, "mutation { write signIn x: write }")).toBe(false);
  });
});

describe("sensitive fields", () => {
  const rule = maxSensitiveFields(1, () => new Set(["Mutation.signIn"]));

  test("may be called once, under whatever name and through fragments", () => {
    expect(passes(rule, "mutation { signIn write }")).toBe(true);
    expect(passes(rule, "mutation { a: signIn b: signIn }")).toBe(false);
    expect(passes(rule, "mutation { signIn ...F } fragment F on Mutation { b: signIn }")).toBe(
      false,
    );
  });

  test("are those of their type only", () => {
    expect(
      passes(
        maxSensitiveFields(0, () => new Set(["Mutation.a"])),
        "{ a }",
      ),
    ).toBe(true);
  });
});
