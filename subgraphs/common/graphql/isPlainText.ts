import { ValidateBy, type ValidationOptions } from "class-validator";
import { isPlainLine } from "./isPlainLine";

/** Whether a text has something to read in it and, line breaks and tabs aside, only what a line may hold. */
export function isPlainText(text: string): boolean {
  return isPlainLine(text.replaceAll(/[\t\n\r]/g, " "));
}

/** Descriptions, notes: text of several lines. Bound its length beside this, from 1 on. */
export function IsPlainText(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: "isPlainText",
      validator: {
        validate: (value: unknown) =>
          typeof value === "string" && (value === "" || isPlainText(value)),
        defaultMessage: () =>
          "$property must be text, not blank and without control characters other than line breaks",
      },
    },
    options,
  );
}
