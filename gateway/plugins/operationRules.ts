import { NoSchemaIntrospectionCustomRule, type ParseOptions } from "graphql";
import { limitRules } from "./limits/limitRules";
import { maxNodes, type CheckSize, type ListSizes } from "./limits/maxNodes";
import type { SensitiveFields } from "./limits/maxSensitiveFields";
import type { OperationLimits } from "./limits/operationLimits";
import { createValidation, type ValidateDocument } from "./validateDocument";

export interface OperationRulesOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  readonly sensitiveFields: SensitiveFields;
  readonly listSizes: ListSizes;
}

/** How both lanes parse and validate. */
export interface OperationRules {
  readonly parseOptions: ParseOptions;
  readonly validateDocument: ValidateDocument;
  /** For what is valid: the limit that depends on variables. */
  readonly checkSize: CheckSize;
}

export function operationRules(options: OperationRulesOptions): OperationRules {
  const { limits, introspection, sensitiveFields, listSizes } = options;
  return {
    parseOptions: { maxLexicalTokens: limits.tokens },
    validateDocument: createValidation({
      limits: limitRules(limits, sensitiveFields),
      further: introspection ? [] : [NoSchemaIntrospectionCustomRule],
    }),
    checkSize: maxNodes(limits.nodes, listSizes),
  };
}
