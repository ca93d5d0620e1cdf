import type { ValidationRule } from "graphql";
import { limitError } from "./limitError";
import { measureSelections, rootFields } from "./measureSelections";

export interface DepthLimits {
  readonly depth: number;
  readonly introspectionDepth: number;
}

/** At most `depth` levels of fields; a pure introspection operation may have `introspectionDepth`. */
export function maxDepth({ depth, introspectionDepth }: DepthLimits): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const levels = measureSelections(context, operation, {
        measure: (_field, below) => 1 + below,
        combine: Math.max,
      });
      if (levels <= depth) return;
      const isIntrospection = rootFields(context, operation.selectionSet).every(({ name }) =>
        name.value.startsWith("__"),
      );
      if (!isIntrospection || levels > introspectionDepth) context.reportError(limitError());
    },
  });
}
