import { ValidateBy, type ValidationOptions } from "class-validator";

/** Something to see: letters, digits, punctuation or symbols; blanks and invisible marks alone are nothing. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * What has no place in one line: control characters and line breaks (Cc, Zl, Zp), halves of surrogate pairs (Cs), which
 * no UTF-8 can carry, and the marks that turn the direction of all that follows (UAX #9), with which one text poses as
 * another.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** Whether a text is one line with something to read in it. */
export function isPlainLine(text: string): boolean {
  return VISIBLE.test(text) && !FORBIDDEN.test(text);
}

/**
 * Names, titles, reasons, keys: one line of text with something to read in it. Bound its length beside this, from 1 on:
 * of an empty text only the length complains.
 */
export function IsPlainLine(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: "isPlainLine",
      validator: {
        validate: (value: unknown) =>
          typeof value === "string" && (value === "" || isPlainLine(value)),
        defaultMessage: () =>
          "$property must be one line of text, not blank and without control characters",
      },
    },
    options,
  );
}
