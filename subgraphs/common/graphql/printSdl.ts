import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from "graphql";

/** What every subgraph may use of Apollo Federation (https://specs.apollo.dev/federation/v2.9). */
const FEDERATION_LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@override", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"])';

/** type-graphql gives the root types none; the same in all subgraphs, for composition wants one text an element. */
const ROOT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  Query: "What can be read. Lists are bounded, pages are cursor connections.",
  Mutation:
    "What can be changed. A refusal one can act on is data, in the payload's `userErrors`; `errors` are for faults.",
  Subscription: "What can be watched as it happens, over WebSocket.",
};

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
  const withOwn = <Node extends DefinitionNode | FieldDefinitionNode | InputValueDefinitionNode>(
    node: Node,
    element: WithDirectives | undefined,
  ): Node => ({ ...node, directives: [...deprecations(node), ...directivesOf(element)] });
  const withFields = (node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode): object => {
    const type = schema.getType(node.name.value);
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    const description = ROOT_DESCRIPTIONS[node.name.value];
    return {
      ...withOwn(node, type),
      ...(description
        ? { description: { kind: Kind.STRING, value: description, block: true } }
        : {}),
      fields: node.fields?.map((fieldNode) => {
        const field = fields[fieldNode.name.value];
        return {
          ...withOwn(fieldNode, field),
          arguments: fieldNode.arguments?.map((argumentNode) =>
            withOwn(
              argumentNode,
              field?.args.find(({ name }) => name === argumentNode.name.value),
            ),
          ),
        };
      }),
    };
  };
  const withInputFields = (node: InputObjectTypeDefinitionNode): object => {
    const type = schema.getType(node.name.value);
    const fields = isInputObjectType(type) ? type.getFields() : {};
    return {
      ...withOwn(node, type),
      fields: node.fields?.map((fieldNode) => withOwn(fieldNode, fields[fieldNode.name.value])),
    };
  };
  const document = visit(parse(printSchema(schema)), {
    // Federation supplies its own definitions through @link.
    DirectiveDefinition: () => null,
    SchemaDefinition: () => null,
    ObjectTypeDefinition: withFields,
    InterfaceTypeDefinition: withFields,
    InputObjectTypeDefinition: withInputFields,
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
