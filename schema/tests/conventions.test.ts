import { readFileSync } from "node:fs";
import { Kind, parse, visit, type ASTNode, type DocumentNode } from "graphql";
import { apiFile, subgraphFile, subgraphNames } from "../layout";

const DESCRIBED: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
]);

/** `Type.field.argument` of a node and those around it. */
function pathOf(node: ASTNode, ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  return [...ancestors, node]
    .flatMap((each) => ("name" in each && each.name ? [each.name.value] : []))
    .join(".");
}

function undescribed(document: DocumentNode): readonly string[] {
  const found: string[] = [];
  visit(document, {
    enter(node, ...[, , , ancestors]) {
      if (!DESCRIBED.has(node.kind)) return;
      const description = "description" in node ? node.description?.value.trim() : undefined;
      if (!description) found.push(pathOf(node, ancestors));
    },
  });
  return found;
}

/** Fields only staff may use that are not marked as such, for tools that show clients their own schema. */
function untaggedStaffFields(document: DocumentNode): readonly string[] {
  const found: string[] = [];
  visit(document, {
    FieldDefinition(node, ...[, , , ancestors]) {
      const directives = (node.directives ?? []).map(({ name }) => name.value);
      if (directives.includes("requiresScopes") && !directives.includes("tag"))
        found.push(pathOf(node, ancestors));
    },
  });
  return found;
}

const documents = [
  ["the public schema", apiFile] as const,
  ...subgraphNames.map((name) => [name, subgraphFile(name)] as const),
].map(([name, file]) => [name, parse(readFileSync(file, "utf8"))] as const);

describe.each(documents)("in %s", (_name, document) => {
  it("every type, field, argument, input field and enum value has a description", () => {
    expect(undescribed(document)).toEqual([]);
  });

  it("every field that asks for a scope is tagged admin", () => {
    expect(untaggedStaffFields(document)).toEqual([]);
  });
});
