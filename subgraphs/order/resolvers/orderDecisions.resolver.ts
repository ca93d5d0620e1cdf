import { Args, Ctx, Directive, Query, Resolver } from "type-graphql";
import type { OrderContext } from "../context";
import { orderDecisions } from "../logic/orderDecisions";
import { OrderDecision } from "../types/orderDecision.type";
import { OrderDecisionsArgs } from "../types/orderDecisions.input";

/** What the services ask that hold something for orders; clients never reach it. */
@Resolver()
export class OrderDecisionsResolver {
  @Directive("@inaccessible")
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [OrderDecision], {
    description:
      "What became of orders, each once. An unknown one is answered ABORTED, and can never be placed from then on.",
  })
  orderDecisions(
    @Args() { orderIds }: OrderDecisionsArgs,
    @Ctx() context: OrderContext,
  ): Promise<readonly OrderDecision[]> {
    return orderDecisions(context, orderIds);
  }
}
