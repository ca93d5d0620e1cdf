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

/** Lists whose size the cost of an operation cannot know. */
function unsizedLists(document: DocumentNode): readonly string[] {
  const found: string[] = [];
  visit(document, {
    FieldDefinition(node, ...[, , , ancestors]) {
      const type = node.type.kind === Kind.NON_NULL_TYPE ? node.type.type : node.type;
      const isSized = node.directives?.some(({ name }) => name.value === "listSize");
      const path = pathOf(node, ancestors);
      // The edges of a connection are sized where the connection is asked for.
      if (type.kind === Kind.LIST_TYPE && !isSized && !path.endsWith("Connection.edges"))
        found.push(path);
    },
  });
  return found;
}

/** Connections whose field does not tell that `first` sizes the edges. */
function unsizedConnections(document: DocumentNode): readonly string[] {
  const found: string[] = [];
  visit(document, {
    FieldDefinition(node, ...[, , , ancestors]) {
      const type = node.type.kind === Kind.NON_NULL_TYPE ? node.type.type : node.type;
      const isConnection = type.kind === Kind.NAMED_TYPE && type.name.value.endsWith("Connection");
      const isSized = node.directives?.some(({ name }) => name.value === "listSize");
      if (isConnection && !isSized) found.push(pathOf(node, ancestors));
    },
  });
  return found;
}

const read = (file: string): DocumentNode => parse(readFileSync(file, "utf8"));
const subgraphs = subgraphNames.map((name) => [name, read(subgraphFile(name))] as const);

describe.each([["the public schema", read(apiFile)] as const, ...subgraphs])(
  "in %s",
  (_name, document) => {
    it("every type, field, argument, input field and enum value has a description", () => {
      expect(undescribed(document)).toEqual([]);
    });
  },
);

describe.each(subgraphs)("in the SDL of %s", (_name, document) => {
  it("every list and connection tells its size", () => {
    expect([...unsizedLists(document), ...unsizedConnections(document)]).toEqual([]);
  });

  it("every field that asks for a scope is tagged admin", () => {
    expect(untaggedStaffFields(document)).toEqual([]);
  });
});
