import { NoSchemaIntrospectionCustomRule, type ParseOptions, type ValidationRule } from "graphql";
import { limitRules } from "./limits/limitRules";
import type { SensitiveFields } from "./limits/maxSensitiveFields";
import type { OperationLimits } from "./limits/operationLimits";

export interface OperationRulesOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  readonly sensitiveFields: SensitiveFields;
}

/** What both lanes parse and validate with, beyond the rules of the GraphQL specification. */
export interface OperationRules {
  readonly parseOptions: ParseOptions;
  readonly rules: readonly ValidationRule[];
}

export function operationRules(options: OperationRulesOptions): OperationRules {
  const { limits, introspection, sensitiveFields } = options;
  return {
    parseOptions: { maxTokens: limits.tokens },
    rules: [
      ...limitRules(limits, sensitiveFields),
      ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    ],
  };
}
