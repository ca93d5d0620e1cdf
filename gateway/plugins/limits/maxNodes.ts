import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from "graphql";
import type { ListSize } from "../../engine/listSizes";
import { limitError } from "./limitError";
import { measureSelections } from "./measureSelections";

/** A valid operation with the variables it is to run with. */
export interface SizedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is too large about an operation; null when it may run. */
export type CheckSize = (sized: SizedOperation) => GraphQLError | null;

/** By `Type.field`, the lists of a schema that say how long they are. */
export type ListSizes = (schema: GraphQLSchema) => ReadonlyMap<string, ListSize>;

/**
 * At most `limit` list items in an answer, the sizes of nested lists multiplied: pages of a hundred within pages of a
 * hundred add up long before any single one is large. Unlike the rules for documents it depends on the variables.
 */
export function maxNodes(limit: number, listSizes: ListSizes): CheckSize {
  return (sized) => (countNodes(sized, listSizes(sized.schema)) > limit ? limitError() : null);
}

function countNodes(sized: SizedOperation, sizes: ReadonlyMap<string, ListSize>): number {
  const { schema, document, operation } = sized;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const measured = { getSchema: () => schema, getFragment: (name: string) => fragments.get(name) };
  return measureSelections(measured, operation, {
    measure(field, below, typeName) {
      const size = sizes.get(`${typeName}.${field.name.value}`);
      return size ? lengthOf(field, size, sized) * (1 + below) : below;
    },
    combine: (left, right) => left + right,
  });
}

/** What the client asks for, else what the schema's author expects. */
function lengthOf(field: FieldNode, size: ListSize, sized: SizedOperation): number {
  const asked = size.slicingArguments.flatMap(({ name, defaultValue }) => {
    const argument = field.arguments?.find((one) => one.name.value === name);
    const value = argument ? integerIn(argument.value, sized) : defaultValue;
    return value === null ? [] : [value];
  });
  return asked.length > 0 ? Math.max(0, ...asked) : (size.assumedSize ?? 1);
}

/** Null for anything else, which execution refuses. */
function integerIn(value: ValueNode, { operation, variables }: SizedOperation): number | null {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (given !== undefined) return typeof given === "number" ? given : null;
  const definition = operation.variableDefinitions?.find((one) => one.variable.name.value === name);
  const byDefault = definition?.defaultValue;
  return byDefault?.kind === Kind.INT ? Number(byDefault.value) : null;
}
