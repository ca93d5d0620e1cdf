import { IsBoolean, IsOptional, Length, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType, ObjectType } from "type-graphql";
import { ConnectionArgs, connectionOf, edgeOf } from "@micro-shop/common/graphql/connection";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { RepairWorkKind } from "./enums";

/** `payment` stands in RepairWorkFieldsResolver. */
@ObjectType({
  description: "Something in the books that does not fit, for people to settle.",
  simpleResolvers: true,
})
export class RepairWork {
  @Field(() => ID, { description: "Identifies it." })
  readonly id!: string;

  @Field(() => RepairWorkKind, { description: "What does not fit." })
  readonly kind!: RepairWorkKind;

  @Field(() => String, { description: "What was found: each side's word, in one line." })
  readonly found!: string;

  @Field(() => ID, { description: "The attempt, the refund or the payment it is about." })
  readonly subjectId!: string;

  @Field(() => DateTimeScalar, { description: "When it was found first." })
  readonly openedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When somebody settled it; null while it waits.",
  })
  readonly resolvedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: "The user who settled it." })
  readonly resolvedBy!: string | null;

  @Field(() => String, { nullable: true, description: "How it was settled, in that user's words." })
  readonly note!: string | null;

  readonly paymentId!: string;
}

export const RepairWorkEdge = edgeOf(RepairWork, "RepairWork");

export const RepairWorkConnection = connectionOf(RepairWorkEdge, "RepairWork");

export type RepairWorkConnection = InstanceType<typeof RepairWorkConnection>;

@InputType({ description: "Which repair work staff look for." })
export class RepairWorkFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "True: what waits; false: what is settled; both when absent.",
  })
  @IsOptional()
  @IsBoolean()
  readonly isOpen?: boolean | null;
}

@ArgsType()
export class RepairWorkArgs extends ConnectionArgs {
  @Field(() => RepairWorkFilter, { nullable: true, description: "Which ones; all when absent." })
  @IsOptional()
  @ValidateNested()
  readonly filter?: RepairWorkFilter | null;
}

@InputType({ description: "How a piece of repair work was settled." })
export class ResolveRepairWorkInput {
  @Field(() => ID, { description: "The piece of work." })
  @IsEntityId()
  readonly id!: string;

  @Field(() => String, {
    description: "What was done about it outside the books, 1 to 500 characters.",
  })
  @Length(1, 500)
  @IsPlainLine()
  readonly note!: string;
}
