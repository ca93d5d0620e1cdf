import { OperationTypeNode, type ValidationRule } from "graphql";
import { limitError } from "./limitError";
import { rootFields } from "./measureSelections";

export interface RootFieldLimits {
  readonly rootFields: number;
  readonly mutations: number;
}

/** At most `rootFields` root fields in an operation, and `mutations` when it is a mutation. */
export function maxRootFields(limits: RootFieldLimits): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const fields = rootFields(context, operation.selectionSet).length;
      const isMutation = operation.operation === OperationTypeNode.MUTATION;
      const limit = isMutation ? Math.min(limits.mutations, limits.rootFields) : limits.rootFields;
      if (fields > limit) context.reportError(limitError());
    },
  });
}
