import type { ValidationRule } from "graphql";
import { limitError } from "./limitError";

/** At most `limit` directives on any one element of the document. */
export function maxDirectives(limit: number): ValidationRule {
  return (context) => ({
    enter(node) {
      const directives = "directives" in node ? (node.directives?.length ?? 0) : 0;
      if (directives > limit) context.reportError(limitError());
    },
  });
}
