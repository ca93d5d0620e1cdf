import { Field, ID, ObjectType } from "type-graphql";
import { Money } from "@micro-shop/common/graphql/types/money.type";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { RefundStatus } from "./enums";

@ObjectType({ description: "Money that goes back to the buyer.", simpleResolvers: true })
export class Refund {
  @Field(() => ID, { description: "Identifies the refund." })
  readonly id!: string;

  @Field(() => RefundStatus, { description: "Where it stands." })
  readonly status!: RefundStatus;

  @Field(() => Money, { description: "How much." })
  readonly amount!: Money;

  @Field(() => String, {
    nullable: true,
    description: "Why, in the words of whoever asked for it.",
  })
  readonly reason!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was asked for." })
  readonly createdAt!: Date;
}
