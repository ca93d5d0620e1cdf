import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";

export const DecisionEnum = { OPEN: "OPEN", PAID: "PAID", ABORTED: "ABORTED" } as const;

export type DecisionValue = keyof typeof DecisionEnum;

registerEnumType(DecisionEnum, {
  name: "Decision",
  description: "What became of an order, for those who hold something for it.",
  valuesConfig: {
    OPEN: { description: "Not decided yet: ask again later." },
    PAID: { description: "Paid: what was held for it is sold." },
    ABORTED: { description: "It will never be paid: what was held for it is free." },
  },
});

@Directive("@inaccessible")
@ObjectType({ description: "What became of one order.", simpleResolvers: true })
export class OrderDecision {
  @Field(() => ID, { description: "The order." })
  readonly orderId!: string;

  @Field(() => DecisionEnum, { description: "What became of it." })
  readonly decision!: DecisionValue;
}
