import { Kind, parse, type ConstDirectiveNode, type FieldDefinitionNode } from "graphql";

/** How long a list is, as its `@listSize` says (the federation's cost specification, v0.1). */
export interface ListSize {
  /** Arguments that say how many items come; `defaultValue` is what the schema gives when the client does not. */
  readonly slicingArguments: readonly {
    readonly name: string;
    readonly defaultValue: number | null;
  }[];
  /** Length of a list without such an argument. */
  readonly assumedSize: number | null;
}

/** By `Type.field`, the fields that carry `@listSize` in the supergraph; a list without it counts as one item. */
export function readListSizes(supergraphSdl: string): ReadonlyMap<string, ListSize> {
  const sizes = new Map<string, ListSize>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    for (const field of definition.fields ?? []) {
      const directive = field.directives?.find(({ name }) => name.value === "listSize");
      if (directive) {
        sizes.set(`${definition.name.value}.${field.name.value}`, sizeOf(field, directive));
      }
    }
  }
  return sizes;
}

function sizeOf(field: FieldDefinitionNode, directive: ConstDirectiveNode): ListSize {
  const valueOf = (name: string) =>
    directive.arguments?.find((one) => one.name.value === name)?.value;
  const [names, assumed] = [valueOf("slicingArguments"), valueOf("assumedSize")];
  return {
    slicingArguments: (names?.kind === Kind.LIST ? names.values : []).flatMap((name) =>
      name.kind === Kind.STRING
        ? [{ name: name.value, defaultValue: defaultOf(field, name.value) }]
        : [],
    ),
    assumedSize: assumed?.kind === Kind.INT ? Number(assumed.value) : null,
  };
}

function defaultOf(field: FieldDefinitionNode, argument: string): number | null {
  const value = field.arguments?.find(({ name }) => name.value === argument)?.defaultValue;
  return value?.kind === Kind.INT ? Number(value.value) : null;
}
