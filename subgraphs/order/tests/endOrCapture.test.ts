import { useClock } from "@micro-shop/common/clock";
import { expireOrders } from "../logic/expireOrders";
import { newCustomer, openOrderFixture, type OrderFixture } from "./orderFixture";
import {
  cancelOrder,
  capturedEvent,
  deliver,
  placeOrder,
  recordedEvents,
  refundedEvent,
  stateOf,
  type PlacedOrder,
} from "./orderHelpers";

/** Rounds of each interleaving; the fault suite runs a hundred. */
const ROUNDS = Number(process.env["END_OR_CAPTURE_ROUNDS"] ?? 3);

const customer = newCustomer();

/** An order may end in two ways before it is paid. */
const endings = {
  cancel: {
    status: "CANCELLED",
    run: (fixture: OrderFixture, { id }: PlacedOrder) => cancelOrder(fixture, customer, id),
  },
  expire: {
    status: "EXPIRED",
    run: async (fixture: OrderFixture) => {
      const restoreClock = useClock({ now: () => new Date(Date.now() + 31 * 60_000) });
      try {
        await expireOrders(fixture.services);
      } finally {
        restoreClock();
      }
    },
  },
} as const;

describe.each(Object.entries(endings))("%s and a captured payment", (name, { status, run }) => {
  let fixture: OrderFixture;
  beforeAll(async () => (fixture = await openOrderFixture(`end_or_capture_${name}`)));
  afterAll(() => fixture.close());

  const end = (order: PlacedOrder) => run(fixture, order);
  const tell = (order: PlacedOrder) => deliver(fixture, capturedEvent(fixture, order));
  /** The money moves, whatever pay thought of it: an answer of the provider that came after the closing. */
  const captureLate = ({ id }: PlacedOrder): void => {
    const payment = fixture.siblings.payment(id);
    if (payment) payment.status = "CAPTURED";
  };

  /** Every point at which the two can meet, in the order in which an ending passes them. */
  const interleavings: Record<string, (order: PlacedOrder) => Promise<unknown>> = {
    "captured and told before the ending begins": async (order) => {
      fixture.siblings.capture(order.id);
      await tell(order);
      await end(order);
    },
    "captured before the payment is closed, told after the ending": async (order) => {
      fixture.siblings.before("closePayment", () => void fixture.siblings.capture(order.id));
      await end(order);
      await tell(order);
    },
    "captured before the payment is closed, told before the answer": async (order) => {
      fixture.siblings.before("closePayment", () => void fixture.siblings.capture(order.id));
      fixture.siblings.after("closePayment", async () => void (await tell(order)));
      await end(order);
    },
    "tried after the payment is closed": async (order) => {
      fixture.siblings.after("closePayment", () => {
        if (fixture.siblings.capture(order.id)) throw new Error("A closed payment was captured.");
      });
      await end(order);
    },
    "captured in spite of the closing, told before the order ends": async (order) => {
      fixture.siblings.after("closePayment", async () => {
        captureLate(order);
        await tell(order);
      });
      await end(order);
    },
    "captured in spite of the closing, told after the order has ended": async (order) => {
      await end(order);
      captureLate(order);
      await tell(order);
    },
    "captured in spite of the closing, told while the order ends": async (order) => {
      let telling: Promise<unknown> = Promise.resolve();
      fixture.siblings.after("closePayment", () => {
        captureLate(order);
        telling = tell(order);
      });
      await end(order);
      await telling;
    },
  };

  it.each(Object.entries(interleavings))(
    "%s: PAID, or ended and not captured or refunded",
    async (_interleaving, meet) => {
      for (let round = 0; round < ROUNDS; round++) {
        const order = await placeOrder(fixture, customer);
        await meet(order);
        const { status: found, events, paymentStatus } = await stateOf(fixture, customer, order.id);
        expect(events).toEqual(["1 PENDING_PAYMENT", `2 ${found}`]);
        const topics = new Set((await recordedEvents(fixture, order.id)).map(({ topic }) => topic));
        const isCaptured = fixture.siblings.payment(order.id)?.status === "CAPTURED";
        if (found === "PAID") {
          expect([isCaptured, paymentStatus, ...topics]).toEqual([true, "PAID", "order.paid"]);
          continue;
        }
        expect(found).toBe(status);
        expect(topics.has(`order.${status.toLowerCase()}`)).toBe(true);
        expect(topics.has("refund.due")).toBe(isCaptured);
        if (!isCaptured) continue;
        await deliver(fixture, refundedEvent(fixture, order));
        expect((await stateOf(fixture, customer, order.id)).paymentStatus).toBe("REFUNDED");
      }
    },
  );
});
