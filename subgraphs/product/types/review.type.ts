import { connectionOf, edgeOf } from "@micro-shop/common/graphql/connection";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "An answer to a review.", simpleResolvers: true })
export class ReviewReply {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => String, { description: "What it says." })
  readonly text!: string;

  @Field(() => DateTimeScalar, { description: "When it was written." })
  readonly createdAt!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "What a buyer says about a delivered product.", simpleResolvers: true })
export class Review {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => Int, { description: "1 to 5 stars." })
  readonly rating!: number;

  @Field(() => String, {
    nullable: true,
    description: "What it says; null when only stars were given.",
  })
  readonly text!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was written." })
  readonly createdAt!: Date;
}

export const ReviewEdge = edgeOf(Review, "Review");

export const ReviewConnection = connectionOf(ReviewEdge, "Review");
