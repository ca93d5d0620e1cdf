import { newId, parseId } from "@micro-shop/common/ids";
import type { CheckoutEnd } from "../load/checkout";
import type { JournalLine } from "../load/journal";
import type { FaultMall } from "../mall/faultMall";
import { checkPromises } from "./journalChecks";

const KEY = "key-1";
const orderId = newId();

/** A database that holds these orders, with the keys they are remembered under. */
function holding(orders: readonly { id: string; status: string; key?: string }[]): FaultMall {
  const query = async (sql: string) => [
    sql.includes(".orders")
      ? orders.map(({ id, status }) => ({ id: parseId(id), status }))
      : orders.flatMap(({ id, key }) =>
          key === undefined
            ? []
            : [{ idempotency_key: Buffer.from(key), result: { ok: { orderId: id } } }],
        ),
  ];
  return { database: { pool: { query } }, mall: { prefix: "t_" } } as unknown as FaultMall;
}

const line: JournalLine = {
  at: 0,
  checkout: 1,
  operation: "PlaceOrder",
  key: KEY,
  unknown: null,
  orderId,
  status: "PENDING_PAYMENT",
  refusals: [],
};
const ended = (end: Partial<CheckoutEnd>, planned = "PAID"): CheckoutEnd => ({
  number: 1,
  plan: {
    buyer: { userId: "", token: "", addressId: "", couponId: null },
    end: planned as "PAID",
    methodTokens: [],
    placement: {
      idempotencyKey: KEY,
      lines: [],
      addressId: "",
      couponId: null,
      expectedTotalMinor: null,
    },
  },
  orderId,
  status: "PAID",
  refusals: [],
  tookMs: 0,
  ...end,
});
const check = (
  orders: readonly { id: string; status: string; key?: string }[],
  ends: readonly CheckoutEnd[] = [],
  lines: readonly JournalLine[] = [],
) => checkPromises(holding(orders), parseId(newId()), { ends, lines });

const paid = { id: orderId, status: "PAID", key: KEY };

describe("the check of promises", () => {
  it("finds nothing when all is as it was told", async () => {
    expect(await check([paid], [ended({})], [line])).toEqual([]);
  });

  it("excuses an order that was given up at its deadline, when there is none", async () => {
    const givenUp = ended({ orderId: null, refusals: ["ABORTED"] });
    expect(await check([], [givenUp])).toEqual([]);
    expect(await check([paid], [givenUp])).toEqual([expect.stringContaining("refused although")]);
  });

  it.each([
    ["an acknowledged order that is missing", [], [], [line], "does not exist"],
    ["an order under another key", [{ ...paid, key: "other" }], [], [line], "another key"],
    ["an order without a key", [{ id: orderId, status: "PAID" }], [], [], "key null has 1 orders"],
    ["two orders of one key", [paid, { ...paid, id: newId() }], [], [], "has 2 orders"],
    [
      "a captured payment whose order is not paid",
      [{ ...paid, status: "CANCELLED" }],
      [],
      [{ ...line, operation: "PayOrder", status: "CAPTURED" }],
      "the order is CANCELLED",
    ],
    ["another status than told", [{ ...paid, status: "EXPIRED" }], [ended({})], [], "is EXPIRED"],
    [
      "a refusal although there is an order",
      [paid],
      [ended({ orderId: null, refusals: ["PRICE_CHANGED"] }, "REFUSED")],
      [],
      "refused although",
    ],
    [
      "a refusal that nothing excuses",
      [],
      [ended({ orderId: null, refusals: ["INSUFFICIENT_STOCK"] })],
      [],
      "refused with INSUFFICIENT_STOCK",
    ],
    ["an end nobody meant", [paid], [ended({}, "CANCELLED")], [], "is PAID"],
  ])("tells %s", async (...row) => {
    const [, orders, ends, lines, says] = row;
    expect(await check(orders, ends, lines)).toEqual([expect.stringContaining(says)]);
  });
});
