import { compose, CompositionError, readSubgraphSdls, type SubgraphSdls } from "./compose";
import { schemaOf } from "./documents";

const header = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@inaccessible"])
`;
const empty = `${header} type Query`;

/** Two small subgraphs that meet in one entity; the other three add nothing. */
function smallMall(): SubgraphSdls {
  return {
    user: `${header} type User @key(fields: "id") { id: ID! name: String } type Query { me: User @authenticated }`,
    order: `${header} type User @key(fields: "id") { id: ID! orders: Int secret: Int @inaccessible }`,
    product: `${empty} { b: Int a: Int hidden: Int @inaccessible }`,
    pay: `${empty} { c: Int }`,
    marketing: `${empty} { d: Int }`,
  };
}

describe("compose", () => {
  it("joins the fields that several subgraphs add to one entity", () => {
    const user = schemaOf(compose(smallMall()).api).getType("User");
    expect(user?.toString()).toBe("User");
    expect(compose(smallMall()).api).toContain(
      "type User {\n  id: ID!\n  name: String\n  orders: Int\n}",
    );
  });

  it("prints the public schema sorted, without directives and without what is inaccessible", () => {
    const { api } = compose(smallMall());
    expect(api.indexOf("  a: Int")).toBeLessThan(api.indexOf("  b: Int"));
    expect(api).not.toMatch(/hidden|secret|directive|join__|@authenticated/);
  });

  it("keeps the rights in the supergraph, where the gateway reads them", () => {
    expect(compose(smallMall()).supergraph).toMatch(/me: User .*@authenticated/);
  });

  it("names the default address of each subgraph in the supergraph", () => {
    const { supergraph } = compose(smallMall());
    for (const [name, port] of Object.entries({
      user: 4001,
      product: 4002,
      order: 4003,
      pay: 4004,
      marketing: 4005,
    })) {
      expect(supergraph).toContain(`name: "${name}", url: "http://localhost:${port}/graphql"`);
    }
  });

  it("gives the same text for the same input", () => {
    const sdls = readSubgraphSdls();
    expect(compose(sdls)).toEqual(compose(sdls));
  });

  it("lists every reason when the subgraphs do not fit together", () => {
    const clash = { ...smallMall(), pay: `${empty} { a: String d: Int }` };
    expect(() => compose(clash)).toThrow(CompositionError);
    expect(() => compose(clash)).toThrow(/Query\.a[\s\S]*Query\.d|Query\.d[\s\S]*Query\.a/);
  });
});
