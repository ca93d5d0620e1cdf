import type { ValidationRule } from "graphql";
import { limitError } from "./limitError";
import { measureSelections } from "./measureSelections";

/** At most `limit` aliases in an operation, those of `__typename` too. */
export function maxAliases(limit: number): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const aliases = measureSelections(context, operation, {
        measure: (field, below) => (field.alias ? 1 : 0) + below,
        combine: (left, right) => left + right,
      });
      if (aliases > limit) context.reportError(limitError());
    },
  });
}
