import { clock } from "@micro-shop/common/clock";
import { refuse } from "@micro-shop/common/errors";
import { refusalsOf } from "@micro-shop/common/messaging/outcome";
import type { LocalStep, PivotStep, SagaDefinition } from "@micro-shop/common/messaging/saga";
import type { ChangeAmountOutcome, Siblings } from "../clients/siblings";
import { amendOrder } from "../logic/changeOrder";
import { updateLinePrices, type LinePriceChange } from "../model/orderLines";
import { lockOrder, type OrderRow } from "../model/orders";
import { settlePriceChange } from "../model/priceChanges";

/** What an order costs after its price was changed. */
export type ChangedPrice = Pick<
  OrderRow,
  "discountMinor" | "adjustmentMinor" | "taxMinor" | "totalMinor"
>;

/** What changing the price of an order begins with; the saga's id is the change's. Plain JSON. */
export interface ChangePriceData {
  readonly orderId: string;
  /** The total before it. */
  readonly fromMinor: number;
  readonly price: ChangedPrice;
  readonly lines: readonly LinePriceChange[];
}

/**
 * Changing the price of an order that waits for its payment. Pay has the new amount first, and only while no money is on
 * its way: so whatever is captured from then on is the new amount, and the order takes it on even when it has ended
 * meanwhile. Until it has, news of a captured payment waits. A payment under way, done or closed refuses the change.
 */
export function changePriceSaga({
  siblings,
}: {
  readonly siblings: Pick<Siblings, "pay">;
}): SagaDefinition<ChangePriceData> {
  return {
    kind: "changePrice",
    // Without effect: there is no step before the pivot, and no way back behind it.
    deadlineMs: 30_000,
    steps: [changeAmountDue(siblings), applyPrice],
    async onUndone(transaction, { id, data }, refusal) {
      // Whoever asks whether the price is being changed does it under this lock.
      await lockOrder(transaction, data.orderId);
      const end = { status: "REFUSED", settledAt: clock.now() } as const;
      await settlePriceChange(transaction, id, { ...end, refusal: refusalsOf(refusal) });
    },
  };
}

const refusals: Readonly<Record<Exclude<ChangeAmountOutcome, "CHANGED">, string>> = {
  IN_FLIGHT: "A payment of this order is under way; try again when it has ended.",
  CAPTURED: "The order has just been paid.",
  CLOSED: "The order can no longer be paid.",
};

const changeAmountDue = ({ pay }: Pick<Siblings, "pay">): PivotStep<ChangePriceData> => ({
  kind: "pivot",
  name: "changeAmountDue",
  async forward(call, { orderId, fromMinor, price }) {
    const change = { orderId, fromMinor, amountMinor: price.totalMinor };
    const outcome = await pay.changeAmountDue(call, change);
    if (outcome === "CHANGED") return;
    refuse("INVALID_STATE", refusals[outcome], { path: ["input", "orderId"] });
  },
});

const applyPrice: LocalStep<ChangePriceData> = {
  kind: "local",
  name: "applyPrice",
  async forward(transaction, { id, data: { orderId, price, lines } }) {
    const order = await lockOrder(transaction, orderId);
    if (!order || !(await amendOrder(transaction, order, price))) {
      throw new Error(`Order ${orderId} changed under its lock.`);
    }
    await updateLinePrices(transaction, lines);
    const end = { status: "APPLIED", settledAt: clock.now(), refusal: null } as const;
    if (await settlePriceChange(transaction, id, end)) return;
    throw new Error(`Price change ${id} is settled already.`);
  },
};
