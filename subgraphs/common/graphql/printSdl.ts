import {
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type GraphQLSchema,
} from "graphql";

/** What every subgraph may use of Apollo Federation (https://specs.apollo.dev/federation/v2.9). */
const FEDERATION_LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@override", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"])';

interface WithDirectives {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined;
}

function directivesOf(element: WithDirectives | undefined): readonly ConstDirectiveNode[] {
  return element?.astNode?.directives ?? [];
}

/**
 * Prints a schema as federation SDL: sorted, with the directives of types, fields and arguments, which
 * graphql-js' own printer drops. `extraSdl` carries directives of enums, unions and scalars as extensions.
 */
export function printSdl(unsorted: GraphQLSchema, extraSdl = ""): string {
  const schema = lexicographicSortSchema(unsorted);
  let typeName = "";
  let fieldName = "";
  const field = ():
    | ({ args: readonly ({ name: string } & WithDirectives)[] } & WithDirectives)
    | undefined => {
    const type = schema.getType(typeName);
    return type && "getFields" in type ? (type.getFields()[fieldName] as never) : undefined;
  };
  const enterType = (node: { readonly name: { readonly value: string } }): object => {
    typeName = node.name.value;
    return { ...node, directives: directivesOf(schema.getType(typeName)) };
  };
  const enterField = (node: { readonly name: { readonly value: string } }): object => {
    fieldName = node.name.value;
    return { ...node, directives: [...deprecations(node), ...directivesOf(field())] };
  };
  const document = visit(parse(printSchema(schema)), {
    // Federation supplies its own definitions through @link.
    DirectiveDefinition: (_node: DirectiveDefinitionNode) => null,
    SchemaDefinition: () => null,
    ObjectTypeDefinition: { enter: enterType },
    InterfaceTypeDefinition: { enter: enterType },
    InputObjectTypeDefinition: { enter: enterType },
    FieldDefinition: { enter: enterField },
    InputValueDefinition: {
      enter(node, _key, _parent, _path, ancestors) {
        const parent = ancestors.at(-2);
        const isArgument =
          parent !== undefined && "kind" in parent && parent.kind === "FieldDefinition";
        if (!isArgument) return enterField(node);
        const argument = field()?.args.find((candidate) => candidate.name === node.name.value);
        return { ...node, directives: [...deprecations(node), ...directivesOf(argument)] };
      },
    },
  });
  return (
    [FEDERATION_LINK, print(document), extraSdl.trim()].filter((part) => part !== "").join("\n\n") +
    "\n"
  );
}

/** `@deprecated` is the one directive graphql-js prints itself. */
function deprecations(node: object): readonly ConstDirectiveNode[] {
  const directives = "directives" in node ? (node.directives as readonly ConstDirectiveNode[]) : [];
  return directives.filter((directive) => directive.name.value === "deprecated");
}
