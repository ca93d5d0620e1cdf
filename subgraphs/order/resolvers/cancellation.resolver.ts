import { Arg, Ctx, Directive, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { OrderContext } from "../context";
import { resolveCancellation } from "../logic/resolveCancellation";
import { ResolveCancellationInput } from "../types/cancellation.input";
import { Cancellation } from "../types/cancellation.type";
import { Order, OrderPayload } from "../types/order.type";
import { toOrder } from "./toOrder";

@Resolver(() => Order)
export class CancellationResolver {
  @Directive('@requiresScopes(scopes: [["order:cancel"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      "Decides on the wish to cancel a paid order. Granted, its money goes back and it is cancelled, usually at once; one that is answered PAID is cancelled in the background. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, APPROVER_IS_REQUESTER for the buyer and who asked for it.",
  })
  async resolveCancellation(
    @Arg("input", { description: "Which order, and what becomes of it." })
    input: ResolveCancellationInput,
    @Ctx() context: OrderContext,
  ): Promise<OrderPayload> {
    const { orderId, approve, note = null } = input;
    return { order: toOrder(await resolveCancellation(context, { orderId, approve, note })) };
  }

  @FieldResolver(() => Cancellation, {
    nullable: true,
    description: "The last wish to cancel it after it was paid; null when there was none.",
  })
  async cancellation(
    @Root() { id }: Order,
    @Ctx() context: OrderContext,
  ): Promise<Cancellation | null> {
    const [newest = null] = await context.loaders.cancellationsOfOrder.load(id);
    return newest;
  }
}
