import type { GraphQLSchema, ValidationRule } from "graphql";
import { limitError } from "./limitError";
import { rootFields } from "./measureSelections";

/** The tag by which a subgraph marks root fields of which one request may call only few. */
export const SENSITIVE_TAG = "sensitive";

/** Coordinates (`Type.field`) of the sensitive fields of a schema. */
export type SensitiveFields = (schema: GraphQLSchema) => ReadonlySet<string>;

/** At most `limit` sensitive root fields in an operation. */
export function maxSensitiveFields(
  limit: number,
  sensitiveFields: SensitiveFields,
): ValidationRule {
  return (context) => {
    const sensitive = sensitiveFields(context.getSchema());
    return {
      OperationDefinition(operation) {
        const type = context.getSchema().getRootType(operation.operation)?.name ?? "";
        const count = rootFields(context, operation.selectionSet).filter(({ name }) =>
          sensitive.has(`${type}.${name.value}`),
        ).length;
        if (count > limit) context.reportError(limitError());
      },
    };
  };
}
