import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { ProductContext } from "../context";
import type { ReplyRow, ReviewRow } from "../model/reviews";
import { Review, ReviewReply } from "../types/review.type";
import { OrderLine, User } from "../types/stubs.type";

@Resolver(() => Review)
export class ReviewResolver {
  @FieldResolver(() => User, { nullable: true, description: "Who wrote it." })
  author(@Root() review: ReviewRow): User {
    return { id: review.userId };
  }

  @FieldResolver(() => OrderLine, {
    nullable: true,
    description: "The purchase it is about; only its buyer and staff can see more of it.",
  })
  orderLine(@Root() review: ReviewRow): OrderLine {
    return { id: review.orderLineId };
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [ReviewReply], { description: "Answers to it, the oldest 20." })
  replies(@Root() review: ReviewRow, @Ctx() context: ProductContext): Promise<readonly ReplyRow[]> {
    return context.loaders.replies.load(review.id);
  }
}
