import { isEmail, ValidateBy } from "class-validator";
import { isPlainLine } from "@micro-shop/common/graphql/isPlainLine";

/** An e-mail address. Looked at as a line first: `isEmail` throws on half a surrogate pair. */
export function IsEmailAddress(): PropertyDecorator {
  return ValidateBy({
    name: "isEmailAddress",
    validator: {
      validate: (value: unknown) =>
        typeof value === "string" && isPlainLine(value) && isEmail(value),
      defaultMessage: () => "$property must be an e-mail address",
    },
  });
}
