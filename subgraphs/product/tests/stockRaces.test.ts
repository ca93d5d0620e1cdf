import { newId } from "@micro-shop/common/ids";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { seededRandom } from "@micro-shop/common/testing/seededRandom";
import { commitStock } from "../logic/commitStock";
import { openProductFixture, type ProductFixture } from "./productFixture";
import { reservationsOf, type Reservation } from "./reservations";
import { stockOf, stockProblems } from "./stockInvariants";

let shop: ProductFixture;
let calls: ReturnType<typeof reservationsOf>;
beforeAll(async () => {
  shop = await openProductFixture();
  calls = reservationsOf(shop);
});
afterEach(async () => {
  expect(await stockProblems(shop.database)).toEqual([]);
});
afterAll(() => shop.close());

const stocked = async (...onHand: number[]): Promise<string[]> =>
  (await shop.addProduct({ skus: onHand.map((units) => ({ onHand: units })) })).skuIds;
const times = <Value>(count: number, make: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const commit = (orderId: string) =>
  inTransaction(shop.database, (transaction) => commitStock(transaction, orderId));
const won = (reservations: readonly Reservation[]) =>
  reservations.filter((reservation) => reservation.offers.length > 0).length;

describe("reservations at once", () => {
  it("of 50 buyers for 10 units succeed exactly 10 times", async () => {
    const [skuId = ""] = await stocked(10);
    const answers = await times(50, () => calls.reserve([{ skuId, quantity: 1 }]));
    expect(won(answers)).toBe(10);
    for (const { offers, shortages } of answers) {
      if (offers.length === 0) expect(shortages).toEqual([{ skuId, available: 0, onSale: true }]);
    }
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 10 });
  });

  it("of several units each never overdraw, and every refusal tells a number that was too small", async () => {
    const [skuId = ""] = await stocked(10);
    const answers = await times(20, () => calls.reserve([{ skuId, quantity: 3 }]));
    expect(won(answers)).toBe(3);
    for (const { shortages } of answers) {
      for (const { available } of shortages) expect(available).toBeLessThan(3);
    }
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 9 });
  });

  it("of baskets {A, B} and {B, A} all succeed: no deadlock comes through", async () => {
    const [a = "", b = ""] = await stocked(100, 100);
    const lines = [a, b].map((skuId) => ({ skuId, quantity: 1 }));
    const answers = await times(60, (index) =>
      calls.reserve(index % 2 === 0 ? lines : lines.toReversed()),
    );
    expect(won(answers)).toBe(60);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 100, reserved: 60 });
  });

  it("of one basket whose second SKU runs out leave nothing of the first held", async () => {
    const [plenty = "", few = ""] = await stocked(100, 5);
    const lines = [plenty, few].map((skuId) => ({ skuId, quantity: 1 }));
    const answers = await times(30, () => calls.reserve(lines));
    expect(won(answers)).toBe(5);
    expect(await stockOf(shop.database, plenty)).toEqual({ onHand: 100, reserved: 5 });
  });

  it("of one order hold its units once, and all calls answer alike", async () => {
    const [skuId = ""] = await stocked(10);
    const orderId = newId();
    const answers = await times(20, () => calls.reserve([{ skuId, quantity: 2 }], orderId));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(won(answers)).toBe(20);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 2 });
  });
});

describe("a reservation and its release at once", () => {
  it("end with nothing held, whoever comes first", async () => {
    const [skuId = ""] = await stocked(10);
    await times(15, async () => {
      const orderId = newId();
      await Promise.allSettled([
        calls.reserve([{ skuId, quantity: 1 }], orderId),
        calls.release(orderId),
        calls.release(orderId),
      ]);
    });
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 0 });
  });
});

describe("a sale and a release of one order at once", () => {
  it("have exactly one winner", async () => {
    const [skuId = ""] = await stocked(20);
    const outcomes = await times(10, async () => {
      const orderId = newId();
      await calls.reserve([{ skuId, quantity: 1 }], orderId);
      const [isSold, isReleased] = await Promise.all([commit(orderId), calls.release(orderId)]);
      expect(isSold).not.toBe(isReleased);
      return isSold;
    });
    const sold = outcomes.filter(Boolean).length;
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 20 - sold, reserved: 0 });
  });

  it("sell once when the sale comes ten times", async () => {
    const [skuId = ""] = await stocked(5);
    const orderId = newId();
    await calls.reserve([{ skuId, quantity: 2 }], orderId);
    const outcomes = await times(10, () => commit(orderId));
    // Each is told that the order has bought, and the units have left once.
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => true));
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 3, reserved: 0 });
  });
});

describe("random baskets, sales and releases at once", () => {
  it("keep every counter equal to its ledger and its reservations", async () => {
    const random = seededRandom();
    const skuIds = await stocked(6, 6, 6, 6);
    const act = async (): Promise<void> => {
      const orderId = newId();
      const lines = Array.from({ length: 1 + random.integer(4) }, () => ({
        skuId: skuIds[random.integer(skuIds.length)] ?? "",
        quantity: 1 + random.integer(2),
      }));
      const end = random.integer(3);
      const { offers } = await calls.reserve(lines, orderId);
      if (offers.length === 0 || end === 0) return;
      await (end === 1 ? commit(orderId) : calls.release(orderId));
    };
    try {
      await times(80, act);
    } catch (error) {
      throw new Error(`seed ${random.seed}`, { cause: error });
    }
    for (const skuId of skuIds) {
      const { onHand, reserved } = await stockOf(shop.database, skuId);
      expect(onHand).toBeGreaterThanOrEqual(reserved);
      expect(onHand).toBeLessThanOrEqual(6);
    }
  });
});
