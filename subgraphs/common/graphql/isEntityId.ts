import { ValidateBy, type ValidationOptions } from "class-validator";
import { isId } from "../ids";

/** Input fields that hold an id of the mall; anything else would not even reach the database. */
export function IsEntityId(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: "isEntityId",
      validator: {
        validate: (value: unknown) => typeof value === "string" && isId(value),
        defaultMessage: () => "$property must be an id",
      },
    },
    options,
  );
}
