import { Field, ID, ObjectType } from "type-graphql";
import { Money } from "@micro-shop/common/graphql/types/money.type";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { PaymentEventKind } from "./enums";

@ObjectType({ description: "One step in the life of a payment.", simpleResolvers: true })
export class PaymentEvent {
  @Field(() => ID, { description: "Identifies the step." })
  readonly id!: string;

  @Field(() => PaymentEventKind, { description: "What happened." })
  readonly kind!: PaymentEventKind;

  @Field(() => DateTimeScalar, { description: "When." })
  readonly at!: Date;

  @Field(() => Money, { nullable: true, description: "The amount it was about." })
  readonly amount!: Money | null;
}
