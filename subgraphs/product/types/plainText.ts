import { Matches } from "class-validator";

/** One line of text with something to read in it: no control characters, no line breaks. */
export function IsPlainLine(): PropertyDecorator {
  const isNotBlank = Matches(/\S/u, { message: "$property must not be blank" });
  const isOneLine = Matches(/^\P{Cc}*$/u, {
    message: "$property must not contain control characters",
  });
  return (target, property) => {
    isNotBlank(target, property);
    isOneLine(target, property);
  };
}
