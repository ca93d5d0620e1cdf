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

/** For the cost of an operation: how long a list is that nothing sizes, and what sizes the edges of a connection. */
const ASSUMED_SIZE = constDirective("@listSize(assumedSize: 5)");
const SIZED_BY_FIRST = constDirective(
  '@listSize(slicingArguments: ["first"], sizedFields: ["edges"])',
);

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
          ...withListSize(withOwn(fieldNode, field), node.name.value),
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

function withListSize(field: FieldDefinitionNode, typeName: string): FieldDefinitionNode {
  const { type, directives = [] } = field;
  if (directives.some(({ name }) => name.value === "listSize")) return field;
  const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  if (nullable.kind === Kind.NAMED_TYPE) {
    const isConnection = nullable.name.value.endsWith("Connection");
    return isConnection ? { ...field, directives: [...directives, SIZED_BY_FIRST] } : field;
  }
  if (typeName.endsWith("Connection")) return field;
  return { ...field, directives: [...directives, ASSUMED_SIZE] };
}

function constDirective(text: string): ConstDirectiveNode {
  const [definition] = parse(`scalar Any ${text}`).definitions;
  const [directive] =
    definition?.kind === Kind.SCALAR_TYPE_DEFINITION ? (definition.directives ?? []) : [];
  if (!directive) throw new Error(`${text} is no directive.`);
  return directive;
}

/** `@deprecated` is the one directive graphql-js prints itself. */
function deprecations(node: object): readonly ConstDirectiveNode[] {
  const directives = "directives" in node ? (node.directives as readonly ConstDirectiveNode[]) : [];
  return directives.filter((directive) => directive.name.value === "deprecated");
}
