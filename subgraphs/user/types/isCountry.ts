import { isISO31661Alpha2, ValidateBy } from "class-validator";

/** ISO 3166-1 alpha-2 code of a country that exists, in capitals: taxes and carriers go by it. */
export function IsCountry(): PropertyDecorator {
  return ValidateBy({
    name: "isCountry",
    validator: {
      validate: (value: unknown) =>
        typeof value === "string" && /^[A-Z]{2}$/.test(value) && isISO31661Alpha2(value),
      defaultMessage: () => "$property must be an ISO 3166-1 alpha-2 code in capitals",
    },
  });
}
