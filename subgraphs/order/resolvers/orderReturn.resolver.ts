import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { OrderContext } from "../context";
import { requestReturn } from "../logic/requestReturn";
import { resolveReturn } from "../logic/resolveReturn";
import { RequestReturnInput, ResolveReturnInput } from "../types/fulfilment.input";
import { ReturnPayload } from "../types/orderReturn.type";
import { toLineQuantities } from "./toOrder";
import { toReturn } from "./toReturn";

@Resolver(() => ReturnPayload)
export class OrderReturnResolver {
  @Directive("@authenticated")
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description:
      "The buyer of a delivered order asks to send goods of it back, idempotent by its key. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, QUANTITY_EXCEEDED, IDEMPOTENCY_KEY_REUSED.",
  })
  async requestReturn(
    @Arg("input", { description: "What goes back, and why." }) input: RequestReturnInput,
    @Ctx() context: OrderContext,
  ): Promise<ReturnPayload> {
    const { orderId, lines, reason, idempotencyKey } = input;
    const request = { orderId, lines: toLineQuantities(lines), reason, idempotencyKey };
    return { return: toReturn(await requestReturn(context, request)) };
  }

  @Directive('@requiresScopes(scopes: [["order:return"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description:
      "Decides on a return. RECEIVED sends back what was paid for the goods, without the shipping fee, and puts them on the shelf again when they can be sold. A repeated decision changes nothing. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, APPROVER_IS_REQUESTER for the buyer.",
  })
  async resolveReturn(
    @Arg("input", { description: "Which one, and what." }) input: ResolveReturnInput,
    @Ctx() context: OrderContext,
  ): Promise<ReturnPayload> {
    const { returnId, decision, restock, note = null } = input;
    const resolution = { returnId, decision, restock: restock ?? false, note };
    return { return: toReturn(await resolveReturn(context, resolution)) };
  }
}
