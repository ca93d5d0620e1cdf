import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { problemsOf, readOperationFiles, schemaOf } from "./documents";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "documents-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("readOperationFiles", () => {
  it("finds files in nested folders, sorted, and nothing else", () => {
    mkdirSync(path.join(folder, "nested"));
    writeFileSync(path.join(folder, "nested", "a.graphql"), "{ a }");
    writeFileSync(path.join(folder, "b.graphql"), "{ b }");
    writeFileSync(path.join(folder, "README.md"), "not GraphQL");
    const names = readOperationFiles(folder).map(({ file }) => path.relative(folder, file));
    expect(names).toEqual(["b.graphql", path.join("nested", "a.graphql")]);
  });

  it("has none in a folder that does not exist", () => {
    expect(readOperationFiles(path.join(folder, "missing"))).toEqual([]);
  });

  it("names the file and the line of a syntax error", () => {
    writeFileSync(path.join(folder, "broken.graphql"), "query A {\n  a(\n}");
    expect(() => readOperationFiles(folder)).toThrow(/broken\.graphql: line 3: Syntax Error/);
  });
});

describe("problemsOf", () => {
  it("accepts federation directives in the schema without their definitions", () => {
    writeFileSync(path.join(folder, "a.graphql"), "query A { a }");
    const schema = schemaOf(
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { a: Int @inaccessible }',
    );
    expect(readOperationFiles(folder).flatMap((file) => problemsOf(file, schema))).toEqual([]);
  });
});
