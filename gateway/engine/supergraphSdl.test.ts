import { fieldsTagged, withoutLinkPurposes } from "./supergraphSdl";

const sdl = `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  { query: Query }
  type Query { open: Int  marked(for: Int): Int @tag(name: "sensitive") @tag(name: "other") }
  type Mutation { signIn: Int @join__field(graph: A) @tag(name: "sensitive")  other: Int @tag(name: "x") }
`;

test("links lose the purpose Apollo’s gateway would refuse, and nothing else changes", () => {
  const stripped = withoutLinkPurposes(sdl);
  expect(stripped).not.toContain("SECURITY");
  expect(stripped).toContain('@link(url: "https://specs.apollo.dev/requiresScopes/v0.1")');
  expect(stripped).toContain("marked(for: Int)");
});

test("tagged fields are found by their coordinates", () => {
  expect([...fieldsTagged(sdl, "sensitive")]).toEqual(["Query.marked", "Mutation.signIn"]);
  expect([...fieldsTagged(sdl, "nothing")]).toEqual([]);
});
