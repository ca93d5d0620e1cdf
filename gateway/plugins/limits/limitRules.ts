import type { ValidationRule } from "graphql";
import { maxAliases } from "./maxAliases";
import { maxCharacters } from "./maxCharacters";
import { maxDepth } from "./maxDepth";
import { maxDirectives } from "./maxDirectives";
import { maxRootFields } from "./maxRootFields";
import { maxSensitiveFields, type SensitiveFields } from "./maxSensitiveFields";
import type { OperationLimits } from "./operationLimits";

/** The rules that refuse documents beyond the limits. The tokens are the parser's: `parseOptions`. */
export function limitRules(
  limits: OperationLimits,
  sensitiveFields: SensitiveFields,
): ValidationRule[] {
  return [
    maxCharacters(limits.characters),
    maxDirectives(limits.directives),
    maxRootFields(limits),
    maxSensitiveFields(limits.sensitiveFields, sensitiveFields),
    maxAliases(limits.aliases),
    maxDepth(limits),
  ];
}
