import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { OrderContext } from "../context";
import { confirmReceipt } from "../logic/confirmReceipt";
import { markDelivered } from "../logic/markDelivered";
import { shipOrder } from "../logic/shipOrder";
import type { Parcel } from "../logic/parcel";
import { ConfirmReceiptInput, MarkDeliveredInput, ShipOrderInput } from "../types/fulfilment.input";
import { OrderPayload } from "../types/order.type";
import { ShipmentPayload } from "../types/shipmentPayload.type";
import { toLineQuantities, toOrder } from "./toOrder";

@Resolver(() => ShipmentPayload)
export class FulfilmentResolver {
  @Directive('@requiresScopes(scopes: [["order:ship"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ShipmentPayload, {
    nullable: true,
    description:
      "Ships a paid order or a part of it, idempotent by its key. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, QUANTITY_EXCEEDED, IDEMPOTENCY_KEY_REUSED.",
  })
  async shipOrder(
    @Arg("input", { description: "What to ship, and how." }) input: ShipOrderInput,
    @Ctx() context: OrderContext,
  ): Promise<ShipmentPayload> {
    const { orderId, lines, carrier, trackingNumber, idempotencyKey } = input;
    const parcel = await shipOrder(context, {
      orderId,
      lines: lines ? toLineQuantities(lines) : null,
      carrier,
      trackingNumber,
      idempotencyKey,
    });
    return toPayload(parcel);
  }

  @Directive('@requiresScopes(scopes: [["order:ship"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ShipmentPayload, {
    nullable: true,
    description:
      "Notes that a parcel has arrived; the last one makes its order DELIVERED. May be repeated. Refusals: NOT_FOUND.",
  })
  async markDelivered(
    @Arg("input", { description: "Which one." }) input: MarkDeliveredInput,
    @Ctx() context: OrderContext,
  ): Promise<ShipmentPayload> {
    return toPayload(await markDelivered(context, input.shipmentId));
  }

  @Directive("@authenticated")
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      "The buyer of a shipped or delivered order says that all of it has arrived: it is COMPLETED. May be repeated. Refusals: NOT_FOUND, INVALID_STATE.",
  })
  async confirmReceipt(
    @Arg("input", { description: "Which one." }) input: ConfirmReceiptInput,
    @Ctx() context: OrderContext,
  ): Promise<OrderPayload> {
    return { order: toOrder(await confirmReceipt(context, input.orderId)) };
  }
}

function toPayload({ shipment, order }: Parcel): ShipmentPayload {
  return { shipment, order: toOrder(order) };
}
