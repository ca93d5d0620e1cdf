import { contractOperation } from "./contractOperations";
import type { OrderAnswer } from "./purchaseAnswers";
import type { Shopper } from "./shopper";

/** The answer to one PlaceOrder; null when the mall only said that it cannot tell (TIMEOUT, UNAVAILABLE). */
export async function tryToPlace(buyer: Shopper, input: object): Promise<OrderAnswer | null> {
  const query = contractOperation("PlaceOrder");
  const { data, errors } = await buyer.request<{ placeOrder: OrderAnswer }>(query, { input });
  const [error] = errors;
  if (error && !["TIMEOUT", "UNAVAILABLE"].includes(error.extensions?.code ?? "")) {
    throw new Error(JSON.stringify(errors));
  }
  return data?.placeOrder ?? null;
}

/**
 * After 3 s a placement answers PENDING and goes on, and an answer may be lost on a busy machine: as the SDK does, the
 * same key asks how it ended.
 */
export async function placeUntilSettled(buyer: Shopper, input: object): Promise<OrderAnswer> {
  for (;;) {
    const answer = await tryToPlace(buyer, input);
    if (answer && answer.order?.status !== "PENDING") return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
