import {
  getNamedType,
  Kind,
  type ASTNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

/** Where fragments and types are found; a ValidationContext is one. */
export interface MeasuredDocument {
  getSchema(): GraphQLSchema;
  getFragment(name: string): FragmentDefinitionNode | null | undefined;
}

/** Combines what was measured at a field of a type with what was measured below it. */
export type Measure = (field: FieldNode, below: number, typeName: string | undefined) => number;
/** Combines the selections of one set. */
export type Combine = (left: number, right: number) => number;

/**
 * Measures selections as execution meets them: a fragment counts wherever it is spread. Each fragment is measured
 * once, so that fragments which double at every level cost nothing to refuse; a fragment that spreads itself is infinite.
 */
export function measureSelections(
  context: MeasuredDocument,
  operation: OperationDefinitionNode,
  { measure, combine }: { readonly measure: Measure; readonly combine: Combine },
): number {
  const fragments = new Map<FragmentDefinitionNode, number>();
  const schema = context.getSchema();

  function ofSet({ selections }: SelectionSetNode, typeName: string | undefined): number {
    return selections.reduce(
      (total, selection) => combine(total, ofSelection(selection, typeName)),
      0,
    );
  }

  function ofSelection(
    selection: SelectionSetNode["selections"][number],
    typeName: string | undefined,
  ): number {
    if (selection.kind === Kind.FIELD) {
      const { selectionSet } = selection;
      const below = selectionSet
        ? ofSet(selectionSet, typeOfField(schema, typeName, selection))
        : 0;
      return measure(selection, below, typeName);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return ofSet(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
    }
    const fragment = context.getFragment(selection.name.value);
    return fragment ? ofFragment(fragment) : 0;
  }

  function ofFragment(fragment: FragmentDefinitionNode): number {
    const known = fragments.get(fragment);
    if (known !== undefined) return known;
    fragments.set(fragment, Number.POSITIVE_INFINITY);
    const measured = ofSet(fragment.selectionSet, fragment.typeCondition.name.value);
    fragments.set(fragment, measured);
    return measured;
  }

  return ofSet(operation.selectionSet, schema.getRootType(operation.operation)?.name);
}

/** Undefined for what the schema does not know: limits are looked at before the document is validated. */
function typeOfField(
  schema: GraphQLSchema,
  typeName: string | undefined,
  { name }: FieldNode,
): string | undefined {
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  const field = type && "getFields" in type ? type.getFields()[name.value] : undefined;
  return field && getNamedType(field.type).name;
}

/** The root fields of an operation, fragments resolved; a fragment spread twice at the root counts once. */
export function rootFields(context: ValidationContext, root: SelectionSetNode): FieldNode[] {
  const seen = new Set<ASTNode>();
  const fieldsOf = (node: SelectionSetNode): FieldNode[] =>
    node.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : context.getFragment(selection.name.value);
      if (!inner || seen.has(inner)) return [];
      seen.add(inner);
      return fieldsOf(inner.selectionSet);
    });
  return fieldsOf(root);
}
