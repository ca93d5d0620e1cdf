import { IsIn, Max, Min } from "class-validator";
import { Directive, Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { formatMoney, MAX_INPUT_AMOUNT_MINOR, type Currency, type MoneyValue } from "../../money";
import { SafeIntScalar } from "./scalars";

export { MAX_INPUT_AMOUNT_MINOR };

/** Runtime twin of money.ts' `Currency` for the schema. */
export const CurrencyEnum: { readonly [code in Currency]: code } = {
  USD: "USD",
  EUR: "EUR",
  CNY: "CNY",
};

registerEnumType(CurrencyEnum, {
  name: "Currency",
  description: "ISO 4217 code of a currency the mall sells in.",
  valuesConfig: {
    USD: { description: "United States dollar, 2 decimals." },
    EUR: { description: "Euro, 2 decimals." },
    CNY: { description: "Chinese yuan, 2 decimals." },
  },
});

@Directive("@shareable")
@ObjectType({
  description: "An amount of money in the smallest unit of its currency.",
  simpleResolvers: true,
})
export class Money implements MoneyValue {
  @Field(() => SafeIntScalar, { description: "The amount in minor units (cents)." })
  readonly amountMinor!: number;

  @Field(() => CurrencyEnum, { description: "The currency." })
  readonly currency!: Currency;

  @Field(() => String, { description: "For people, in English notation, e.g. $1,234.50." })
  formatted(): string {
    return formatMoney(this);
  }
}

/** The schema's view of a money value; every `Money` field goes through here. */
export function toMoney(value: MoneyValue): Money {
  return Object.assign(new Money(), { amountMinor: value.amountMinor, currency: value.currency });
}

@InputType({ description: "An amount of money in the smallest unit of its currency." })
export class MoneyInput implements MoneyValue {
  @Field(() => SafeIntScalar, { description: "Minor units (cents), 0 to 10^12." })
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly amountMinor!: number;

  @Field(() => CurrencyEnum, { description: "The currency." })
  @IsIn(Object.keys(CurrencyEnum))
  readonly currency!: Currency;
}
