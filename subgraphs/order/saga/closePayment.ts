import { Fault, refuse } from "@micro-shop/common/errors";
import type { PivotStep } from "@micro-shop/common/messaging/saga";
import type { Siblings } from "../clients/siblings";

/**
 * The step with which an unpaid order ends: once it is done no money can come any more, so the order cannot be paid while,
 * or after, it ends. Refuses with INVALID_STATE while a payment is under way and when it has come. What is only authorised counts as under way, or is
 * let go if that is wanted: then the order ends however long that takes.
 */
export function closePayment<Data extends { readonly orderId: string }>(
  { pay }: Pick<Siblings, "pay">,
  { voidAuthorized }: { readonly voidAuthorized: boolean },
): PivotStep<Data> {
  return {
    kind: "pivot",
    name: "closePayment",
    async forward(call, { orderId }) {
      const outcome = await pay.closePayment(call, { orderId, voidAuthorized });
      const path = ["input", "orderId"];
      // No refusal: it is decided, so the step is tried again until it is done.
      if (outcome === "VOIDING")
        throw new Fault("UNAVAILABLE", "What was set aside is still being let go.");
      if (outcome === "IN_FLIGHT") {
        const message = "A payment of this order is under way; try again when it has ended.";
        return refuse("INVALID_STATE", message, { path });
      }
      if (outcome === "CAPTURED") {
        return refuse("INVALID_STATE", "The order has just been paid.", { path });
      }
    },
  };
}
