import { Field, ObjectType, registerEnumType } from "type-graphql";

export const CancellationStatusEnum = {
  REQUESTED: "REQUESTED",
  APPROVED: "APPROVED",
  REJECTED: "REJECTED",
} as const;

export type CancellationStatusValue = keyof typeof CancellationStatusEnum;

registerEnumType(CancellationStatusEnum, {
  name: "CancellationStatus",
  description: "What became of the wish to cancel a paid order.",
  valuesConfig: {
    REQUESTED: { description: "Waits for the staff; meanwhile nothing of the order is shipped." },
    APPROVED: { description: "Granted: the money goes back, and the order is cancelled." },
    REJECTED: { description: "Refused: the order goes its way." },
  },
});

@ObjectType({ description: "The wish to cancel a paid order.", simpleResolvers: true })
export class Cancellation {
  @Field(() => CancellationStatusEnum, { description: "What became of it." })
  readonly status!: CancellationStatusValue;

  @Field(() => String, { nullable: true, description: "Why, in the words of who asked for it." })
  readonly reason!: string | null;

  @Field(() => Date, { description: "When it was asked for." })
  readonly requestedAt!: Date;

  @Field(() => Date, { nullable: true, description: "When it was decided; null until then." })
  readonly resolvedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "What the staff says to it." })
  readonly note!: string | null;
}
