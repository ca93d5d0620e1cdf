import { eq } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { pollAttempts } from "../logic/pollAttempts";
import { paymentAttempts, payments, sandboxCharges } from "../model/tables";
import { startTestService, until, type TestService } from "./service";
import { dueOrder, pay, payBench, type DueOrder, type PayBench } from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("redirect");
});
afterAll(() => bench.database.close());

async function paymentOf({ paymentId }: DueOrder) {
  const [row] = await bench.database.drizzle
    .select()
    .from(payments)
    .where(eq(payments.id, paymentId));
  if (!row) throw new Error("no payment");
  return row;
}

/** An order that is being paid by wallet, and the page on which its buyer decides. */
async function onPage(): Promise<{ order: DueOrder; page: string }> {
  const order = await dueOrder(bench, { amountMinor: 4_200 });
  const { payment, userErrors } = await pay(bench, order, {
    provider: "REDIRECT",
    methodToken: null,
  });
  expect([payment?.status, userErrors]).toEqual(["IN_FLIGHT", []]);
  return { order, page: (await paymentOf(order)).redirectUrl ?? "" };
}

function press(page: string, button: "confirm" | "cancel"): Promise<Response> {
  return fetch(`${page}/${button}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "",
  });
}

async function declineCodeOf({ paymentId }: DueOrder) {
  const [row] = await bench.database.drizzle
    .select({ code: paymentAttempts.declineCode })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId));
  return row?.code;
}

describe("the page of a wallet", () => {
  it("shows the amount and both buttons, to nobody's cache", async () => {
    const { page } = await onPage();
    const response = await fetch(page);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const html = await response.text();
    for (const part of ["$42.00", `/confirm"`, `/cancel"`]) expect(html).toContain(part);
  });

  it("is there for no other payment, and none of a card", async () => {
    const { page } = await onPage();
    const [card] = await bench.database.drizzle
      .select()
      .from(sandboxCharges)
      .where(eq(sandboxCharges.channel, "CARD"))
      .limit(1);
    expect(card).toBeUndefined();
    expect((await fetch(`${page}x`)).status).toBe(404);
    expect((await press(`${page}x`, "confirm")).status).toBe(404);
  });

  it("takes one decision: a second press changes nothing", async () => {
    const { page } = await onPage();
    expect(await (await press(page, "cancel")).text()).toContain("Not paid");
    expect(await (await press(page, "confirm")).text()).toContain("Not paid");
  });

  it("takes none when its time is over", async () => {
    const { page } = await onPage();
    const restore = useClock({ now: () => new Date(Date.now() + 1_900_000) });
    try {
      expect(await (await press(page, "confirm")).text()).toContain("Not paid");
    } finally {
      restore();
    }
  });
});

describe("a payment by wallet", () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(bench.database.url);
  });
  afterAll(() => service.stop());

  it("is captured when the buyer confirms, and has no page any more", async () => {
    const { order, page } = await onPage();
    expect(await (await press(page, "confirm")).text()).toContain("Paid");
    await until(async () => (await paymentOf(order)).status === "CAPTURED", "captured");
    expect(await paymentOf(order)).toMatchObject({ capturedMinor: 4_200, redirectUrl: null });
  });

  it("may be tried again when the buyer cancels", async () => {
    const { order, page } = await onPage();
    await press(page, "cancel");
    await until(async () => (await paymentOf(order)).status === "CREATED", "declined");
    expect(await declineCodeOf(order)).toBe("CANCELLED_BY_BUYER");
    expect((await paymentOf(order)).redirectUrl).toBeNull();
    expect((await pay(bench, order, {})).payment?.status).toBe("CAPTURED");
  });

  it("is over when the page is", async () => {
    const { order, page } = await onPage();
    const reference = page.slice(page.lastIndexOf("/") + 1);
    await bench.database.drizzle
      .update(sandboxCharges)
      .set({ resultAt: new Date() })
      .where(eq(sandboxCharges.reference, reference));
    await until(async () => (await paymentOf(order)).status === "CREATED", "expired");
    expect(await declineCodeOf(order)).toBe("EXPIRED");
  });
});

it("a decision whose notice never came is asked for", async () => {
  const { order, page } = await onPage();
  await press(page, "confirm");
  const restore = useClock({ now: () => new Date(Date.now() + 60_000) });
  try {
    await pollAttempts(bench);
  } finally {
    restore();
  }
  expect((await paymentOf(order)).status).toBe("CAPTURED");
});
