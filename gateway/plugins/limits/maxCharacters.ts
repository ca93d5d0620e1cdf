import type { ValidationRule } from "graphql";
import { limitError } from "./limitError";

/** At most `limit` UTF-16 code units of document text. The tokens limit has kept parsing cheap before. */
export function maxCharacters(limit: number): ValidationRule {
  return (context) => ({
    Document(document) {
      const length = document.loc?.source.body.length ?? 0;
      if (length > limit) context.reportError(limitError());
    },
  });
}
