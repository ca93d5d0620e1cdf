import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { granted, paidOrder, request, support } from "./refundSupport";
import { dueOrder, payBench, run, signedIn, type PayBench } from "./support";

let bench: PayBench;
/** Oldest first: one that waits, two that are paid, of which the second waits for a decision. */
let ids: string[];

beforeAll(async () => {
  bench = await payBench("admin_payments");
  const open = await dueOrder(bench);
  const paid = await paidOrder(bench);
  const asked = await paidOrder(bench);
  await granted(bench, paid);
  await request(bench, asked);
  ids = [open, paid, asked].map(({ paymentId }) => paymentId);
});
afterAll(() => bench.database.close());

interface PaymentsPage {
  readonly payments: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount?: number;
  } | null;
}

const PAYMENTS = `query ($first: Int!, $after: String, $filter: AdminPaymentFilter) {
  payments(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id status provider amount { amountMinor currency } order { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const COUNTED = PAYMENTS.replace("pageInfo {", "totalCount pageInfo {");

const list = (variables: object = {}, source = PAYMENTS) =>
  run<PaymentsPage>(bench, support, source, { first: 100, ...variables });

const idsOf = ({ data }: { readonly data: PaymentsPage | null }) =>
  data?.payments?.edges.map(({ node }) => node.id);

describe("the payments of all, for staff", () => {
  it("come newest first, page by page, without a gap", async () => {
    const all = ids.toReversed();
    expect(idsOf(await list())).toEqual(all);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { readonly data: PaymentsPage | null } = await list({ first: 1, after });
      seen.push(...(idsOf(page) ?? []));
      const info = page.data?.payments?.pageInfo;
      after = info?.hasNextPage ? info.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(all);
  });

  it("are counted only when asked: one statement more", async () => {
    const plain = await recordStatements(() => list({ first: 1 }));
    const counted = await recordStatements(() => list({ first: 1 }, COUNTED));
    expect([plain.statements.length, counted.statements.length]).toEqual([1, 2]);
    expect(counted.value.data?.payments?.totalCount).toBe(3);
  });

  it.each([
    [{}, [2, 1, 0]],
    [{ status: [] }, [2, 1, 0]],
    [{ status: ["CREATED"] }, [0]],
    [{ status: ["CAPTURED", "CREATED"] }, [2, 1, 0]],
    [{ status: ["VOIDED"] }, []],
    [{ provider: ["SANDBOX"] }, [2, 1]],
    [{ provider: ["STRIPE"] }, []],
    [{ refundStatus: ["REQUESTED"] }, [2]],
    [{ refundStatus: ["REQUESTED", "APPROVED"], status: ["CAPTURED"] }, [2, 1]],
    [{ refundStatus: ["APPROVED"], status: ["CREATED"] }, []],
    [{ createdFrom: "2020-01-01T00:00:00.000Z" }, [2, 1, 0]],
    [{ createdBefore: "2020-01-01T00:00:00.000Z" }, []],
  ])("are found by %j", async (filter, wanted) => {
    const page = await list({ filter }, COUNTED);
    expect(page.codes).toEqual([]);
    expect(idsOf(page)).toEqual(wanted.map((index) => ids[index]));
    expect(page.data?.payments?.totalCount).toBe(wanted.length);
  });

  it("are shown to nobody without payment:read", async () => {
    for (const caller of [signedIn(), signedIn(newId(), "order:read", "refund:approve")]) {
      expect((await run(bench, caller, PAYMENTS, { first: 1 })).codes).toEqual(["FORBIDDEN"]);
    }
    expect((await run(bench, {}, PAYMENTS, { first: 1 })).codes).toEqual(["UNAUTHENTICATED"]);
  });

  it.each([
    { first: 0 },
    { first: 101 },
    { after: "x" },
    { after: Buffer.from('["1"]').toString("base64url") },
    { filter: { status: Array(11).fill("CREATED") } },
  ])("are not listed for %j", async (variables) => {
    const { data, codes } = await list(variables);
    expect(data?.payments).toBeNull();
    expect(codes).toEqual(["BAD_REQUEST"]);
  });
});
