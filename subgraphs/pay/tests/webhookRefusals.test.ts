import { eq } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { webhookEvents } from "../model/tables";
import { SIGNATURE_HEADER, signNotice } from "../providers/sandbox/signature";
import { WEBHOOK_SECRET } from "./support";
import { UNPAID, webhookBench, type WebhookBench } from "./webhookBench";

let notices: WebhookBench;
beforeAll(async () => {
  notices = await webhookBench("webhook_refusals");
});
afterAll(() => notices.close());

describe("a notice is refused, and changes nothing,", () => {
  it.each([
    ["the amount", { amountMinor: 499 }, 400],
    ["the currency", { currency: "EUR" }, 400],
    ["the reference", { reference: "sandbox_other" }, 400],
    ["what was captured of it", { capturedMinor: 501 }, 400],
    ["the charge", { key: newId() }, 404],
    ["the charge, not even an id", { key: "charge" }, 404],
  ])("when %s is not the one we know", async (_what, change, status) => {
    const { order, notice } = await notices.waiting();
    Object.assign(notice.charge, change);
    expect(await notices.send(notice)).toBe(status);
    expect(await notices.stateOf(order)).toEqual(UNPAID);
    expect(
      await notices.bench.database.drizzle
        .select()
        .from(webhookEvents)
        .where(eq(webhookEvents.eventId, notice.id)),
    ).toEqual([]);
  });

  it("when it is of another order's charge, though we know both", async () => {
    const [one, other] = [await notices.waiting(), await notices.waiting()];
    const { key, reference } = other.notice.charge;
    for (const change of [{ key }, { reference }, { key, reference, amountMinor: 499 }]) {
      const id = `event_${newId()}`;
      expect(
        await notices.send({ ...one.notice, id, charge: { ...one.notice.charge, ...change } }),
      ).toBe(400);
    }
    expect([await notices.stateOf(one.order), await notices.stateOf(other.order)]).toEqual([
      UNPAID,
      UNPAID,
    ]);
  });

  it("without a signature, with a bad one, and with one for other bytes", async () => {
    const { order, notice } = await notices.waiting();
    const signature = (text: string, secret = WEBHOOK_SECRET) => ({
      [SIGNATURE_HEADER]: signNotice(secret, Buffer.from(text)),
    });
    const text = JSON.stringify(notice);
    expect(await notices.send(notice, {})).toBe(401);
    expect(await notices.send(notice, { [SIGNATURE_HEADER]: "t=1,v1=00" })).toBe(401);
    expect(await notices.send(notice, signature(text, "a secret that nobody shares"))).toBe(401);
    expect(await notices.send(JSON.stringify(notice, null, 1), signature(text))).toBe(401);
    expect(await notices.stateOf(order)).toEqual(UNPAID);
  });

  it("with a signature older than 300 s", async () => {
    const { order, notice } = await notices.waiting();
    const restore = useClock({ now: () => new Date(Date.now() - 301_000) });
    const old = signNotice(WEBHOOK_SECRET, Buffer.from(JSON.stringify(notice)));
    restore();
    expect(await notices.send(notice, { [SIGNATURE_HEADER]: old })).toBe(401);
    expect(await notices.stateOf(order)).toEqual(UNPAID);
  });

  it.each(["", "{", "[]", "null", '{"id":1}', '{"__proto__":{}}'])(
    "when it is signed nonsense: %j",
    async (body) => {
      expect(await notices.send(body)).toBe(400);
    },
  );

  it("when it is of another provider's", async () => {
    const { order, notice } = await notices.waiting();
    expect(await notices.send({ ...notice, channel: "WALLET" })).toBe(400);
    expect(await notices.stateOf(order)).toEqual(UNPAID);
  });

  it("when it is larger than any notice", async () => {
    expect(await notices.send("x".repeat(65 * 1024))).toBe(413);
  });

  it("for providers that are not set up", async () => {
    const { status } = await fetch(`${notices.url}/webhooks/stripe`, {
      method: "POST",
      body: "{}",
    });
    expect(status).toBe(404);
  });
});
