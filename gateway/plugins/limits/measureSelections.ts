import {
  Kind,
  type ASTNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";

/** Combines what was measured at a field with what was measured below it. */
export type Measure = (field: FieldNode, below: number) => number;
/** Combines the selections of one set. */
export type Combine = (left: number, right: number) => number;

/**
 * Measures selections as execution meets them: a fragment counts wherever it is spread. Each fragment is measured
 * once, so that fragments which double at every level cost nothing to refuse; a fragment that spreads itself is infinite.
 */
export function measureSelections(
  context: ValidationContext,
  root: SelectionSetNode,
  { measure, combine }: { readonly measure: Measure; readonly combine: Combine },
): number {
  const fragments = new Map<FragmentDefinitionNode, number>();

  function ofSet({ selections }: SelectionSetNode): number {
    return selections.reduce((total, selection) => combine(total, ofSelection(selection)), 0);
  }

  function ofSelection(selection: SelectionSetNode["selections"][number]): number {
    if (selection.kind === Kind.FIELD) {
      return measure(selection, selection.selectionSet ? ofSet(selection.selectionSet) : 0);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    const fragment = context.getFragment(selection.name.value);
    return fragment ? ofFragment(fragment) : 0;
  }

  function ofFragment(fragment: FragmentDefinitionNode): number {
    const known = fragments.get(fragment);
    if (known !== undefined) return known;
    fragments.set(fragment, Number.POSITIVE_INFINITY);
    const measured = ofSet(fragment.selectionSet);
    fragments.set(fragment, measured);
    return measured;
  }

  return ofSet(root);
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
