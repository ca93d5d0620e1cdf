import { NoSchemaIntrospectionCustomRule, type ParseOptions } from "graphql";
import { limitRules } from "./limits/limitRules";
import type { SensitiveFields } from "./limits/maxSensitiveFields";
import type { OperationLimits } from "./limits/operationLimits";
import { createValidation, type ValidateDocument } from "./validateDocument";

export interface OperationRulesOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  readonly sensitiveFields: SensitiveFields;
}

/** How both lanes parse and validate. */
export interface OperationRules {
  readonly parseOptions: ParseOptions;
  readonly validateDocument: ValidateDocument;
}

export function operationRules(options: OperationRulesOptions): OperationRules {
  const { limits, introspection, sensitiveFields } = options;
  return {
    parseOptions: { maxLexicalTokens: limits.tokens },
    validateDocument: createValidation({
      limits: limitRules(limits, sensitiveFields),
      further: introspection ? [] : [NoSchemaIntrospectionCustomRule],
    }),
  };
}
