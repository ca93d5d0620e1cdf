import { checkInvariants, type CheckOptions } from "../checkInvariants";
import type { InvariantReport } from "../invariant";
import { printReports, printViolation } from "../printReports";
import { seededMall, run, type MallHandle, type SeededMall } from "./seededMall";
import { returnBreaks, shipmentBreaks } from "./breaks/fulfilmentBreaks";
import { historyBreaks, lateBreaks } from "./breaks/historyBreaks";
import { couponBreaks, heldBreaks } from "./breaks/holdBreaks";
import { moneyBreaks } from "./breaks/moneyBreaks";
import { flashBreaks, stockBreaks } from "./breaks/stockBreaks";

const names = [...Array.from({ length: 13 }, (_, index) => `I${index + 1}`), "O9", "O11"];

const brokenOf = (reports: readonly InvariantReport[]): readonly InvariantReport[] =>
  reports.filter(({ count }) => count > 0);

describe("the checker of the invariants", () => {
  let mall: SeededMall;
  beforeAll(async () => {
    mall = await seededMall();
  }, 60_000);
  afterAll(() => mall.close());

  const look = (
    breakIt: (handle: MallHandle) => Promise<unknown>,
    options: CheckOptions = { graceSeconds: 0 },
  ): Promise<readonly InvariantReport[]> =>
    mall.look(breakIt, async (sources) => brokenOf(await checkInvariants(sources, options)));

  it("finds nothing wrong with the demo data, though nothing is excused", async () => {
    const reports = await checkInvariants(mall.databases, { graceSeconds: 0 });
    expect(reports.map(({ invariant }) => invariant)).toEqual(names);
    expect(brokenOf(reports)).toEqual([]);
    expect(printReports(reports)).toMatch(/^(?: {2}ok {7}[IO]\d+ +\S.*\n){15}$/);
  });

  it("finds nothing wrong with an empty shop", async () => {
    const tables = ["orders", "order_line", "order_event", "shipment_line", "shipment"];
    const found = await look(async ({ order, pay, product, marketing }) => {
      for (const table of tables) await run(order, `DELETE FROM ${table}`);
      for (const table of ["ledger_entry", "payment_attempt", "refund", "payment"]) {
        await run(pay, `DELETE FROM ${table}`);
      }
      for (const table of ["stock_reservation", "stock_movement", "sku_stock"]) {
        await run(product, `DELETE FROM ${table}`);
      }
      for (const table of ["coupon", "coupon_claim", "coupon_template", "flash_ticket"]) {
        await run(marketing, `DELETE FROM ${table}`);
      }
      await run(marketing, "DELETE FROM flash_sale_item");
    });
    expect(found).toEqual([]);
  });

  describe.each([
    ["stock", stockBreaks],
    ["money", moneyBreaks],
    ["coupons", couponBreaks],
    ["what ended orders hold", heldBreaks],
    ["what is late", lateBreaks],
    ["history", historyBreaks],
    ["flash sales", flashBreaks],
    ["shipments", shipmentBreaks],
    ["returns", returnBreaks],
  ])("on %s", (_topic, breaks) => {
    it.each(breaks)("sees $what: $breaks", async ({ breaks: expected, says, breakIt }) => {
      const found = await look(breakIt);
      expect(found.map(({ invariant }) => invariant)).toEqual(expected);
      const lines = found[0]?.violations.map(printViolation) ?? [];
      expect(lines).toContainEqual(expect.stringMatching(says));
    });
  });

  it("has a violation to show for every invariant", () => {
    const breaks = [stockBreaks, moneyBreaks, couponBreaks, heldBreaks, lateBreaks].flat();
    const others = [historyBreaks, flashBreaks, shipmentBreaks, returnBreaks].flat();
    const shown = [...breaks, ...others].flatMap((each) => each.breaks);
    expect(new Set(shown)).toEqual(new Set(names));
  });

  it("leaves a refund that failed to the people who look into it, until they are done", async () => {
    const kept = moneyBreaks.find(({ breaks }) => breaks.includes("I4"));
    const repair = (resolvedAt: string) => async (handle: MallHandle) => {
      await kept?.breakIt(handle);
      await run(
        handle.pay,
        `INSERT INTO repair_work (id, kind, payment_id, subject_id, found, opened_at, resolved_at)
         SELECT r.id, 'REFUND_FAILED', r.payment_id, r.id, 'test', utc_timestamp(3), ${resolvedAt} FROM refund r
         JOIN payment p ON p.id = r.payment_id WHERE r.status = 'FAILED' AND p.refunded_minor = 0`,
      );
    };
    expect(await look(repair("NULL"))).toEqual([]);
    expect(await look(repair("utc_timestamp(3)"))).toMatchObject([{ invariant: "I4", count: 1 }]);
  });

  it.each(lateBreaks)("lets a living mall a minute for $what", async ({ breaks, breakIt }) => {
    await expect(look(breakIt, {})).resolves.toEqual([]);
    const asOf = new Date(Date.now() + 61_000);
    const found = await look(breakIt, { asOf });
    expect(found.map(({ invariant }) => invariant)).toEqual(breaks);
  });

  it("lets the other databases a minute to hear of a change", async () => {
    const expire = ({ order }: MallHandle): Promise<void> =>
      run(
        order,
        `UPDATE orders SET status = 'EXPIRED', updated_at = utc_timestamp(3) WHERE status = 'PENDING_PAYMENT' LIMIT 1`,
      );
    const names60 = (await look(expire, {})).map(({ invariant }) => invariant);
    const names0 = (await look(expire)).map(({ invariant }) => invariant);
    // Its history is in the same database: that is never excused.
    expect([names60, names0]).toEqual([["I12"], ["I7", "I12"]]);
  });

  it("counts what it does not list", async () => {
    const found = await look(({ order }) =>
      run(
        order,
        `INSERT INTO outbox (event_id, consumer, topic, payload, occurred_at, available_at, published_at)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
         SELECT unhex(lpad(hex(a.i * 1000 + b.i), 32, '0')), 'product', 'order.paid', '{}', utc_timestamp(3),
           utc_timestamp(3), if(b.i = 3, NULL, utc_timestamp(3)) FROM n a JOIN n b ON b.i <= 3 WHERE a.i <= 900`,
      ),
    );
    // 900 wait; 1,800, more than a page of a comparison, were never applied.
    expect(found).toMatchObject([{ invariant: "I10", count: 2_700 }]);
    expect(found[0]?.violations).toHaveLength(20);
    expect(printReports(found)).toContain("… and 2680 more");
  });
});
