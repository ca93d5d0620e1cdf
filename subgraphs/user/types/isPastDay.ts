import { ValidateBy } from "class-validator";
import { clock } from "@micro-shop/common/clock";

/** A calendar day (Date at UTC midnight, or YYYY-MM-DD) from 1900 on and before today. */
export function IsPastDay(): PropertyDecorator {
  return ValidateBy({
    name: "isPastDay",
    validator: {
      validate: (value: unknown) => {
        const day = value instanceof Date ? dayOf(value) : String(value);
        return day >= "1900-01-01" && day < dayOf(clock.now());
      },
      defaultMessage: () => "birthday must be a day from 1900 to yesterday",
    },
  });
}

/** The UTC calendar day of an instant, YYYY-MM-DD. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
