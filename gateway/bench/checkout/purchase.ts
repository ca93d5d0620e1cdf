import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { contractOperation } from "../../tests/support/contractOperations";
import type { OrderAnswer, PaymentAnswer } from "../../tests/support/purchaseAnswers";
import type { Payload } from "../../tests/support/shopper";
import type { Buyer } from "./people";

/** A shop as its clients see it: one keep-alive connection each. */
export interface Shop {
  /** Orders goods at once, without a cart, and answers the order's id. Throws a PurchaseFailure. */
  place(buyer: Buyer, skuIds: readonly string[]): Promise<string>;
  /** Pays it with a card that is approved. Throws a PurchaseFailure. */
  pay(buyer: Buyer, orderId: string): Promise<void>;
  close(): Promise<void>;
}

/** The mall has not sold: the message is the code of its answer. */
export class PurchaseFailure extends Error {}

/** A client waits a little before it asks again for an order that is still being placed. */
const ASK_AGAIN_MS = 100;
/** The gateway answers within 5 s. */
const PATIENCE_MS = 10_000;

const operations = {
  placeOrder: contractOperation("PlaceOrder"),
  payOrder: contractOperation("PayOrder"),
};

export function openShop(endpoint: string, connections: number): Shop {
  const { origin, pathname: path } = new URL(endpoint);
  const pool = new Pool(origin, { connections, pipelining: 1 });

  async function mutate<Answer extends Payload>(
    field: keyof typeof operations,
    { token }: Buyer,
    input: object,
  ): Promise<Answer> {
    const { body } = await pool.request({
      method: "POST",
      path,
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: operations[field], variables: { input } }),
    });
    const { data, errors } = (await body.json()) as {
      data?: Record<string, Answer>;
      errors?: { extensions?: { code?: string } }[];
    };
    const answer = data?.[field];
    const code = errors?.[0]?.extensions?.code ?? answer?.userErrors[0]?.code;
    if (code !== undefined || !answer) throw new PurchaseFailure(code ?? "no answer");
    return answer;
  }

  return {
    async place(buyer, skuIds) {
      const input = {
        idempotencyKey: randomUUID(),
        lines: skuIds.map((skuId) => ({ skuId, quantity: 1 })),
        addressId: buyer.addressId,
      };
      const giveUpAt = performance.now() + PATIENCE_MS;
      for (;;) {
        const { order } = await mutate<OrderAnswer>("placeOrder", buyer, input);
        if (order?.status === "PENDING_PAYMENT") return order.id;
        if (performance.now() > giveUpAt) throw new PurchaseFailure(`order ${order?.status}`);
        await pause(ASK_AGAIN_MS);
      }
    },
    async pay(buyer, orderId) {
      const { payment } = await mutate<PaymentAnswer>("payOrder", buyer, {
        orderId,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: randomUUID(),
      });
      if (payment?.status !== "CAPTURED")
        throw new PurchaseFailure(`payment ${payment?.status ?? "none"}`);
    },
    close: () => pool.close(),
  };
}
