import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { testDatabase } from "@micro-shop/common/testing/testDatabase";
import { writeNotice } from "../providers/sandbox/notice";
import { SIGNATURE_HEADER, signNotice } from "../providers/sandbox/signature";
import { loadStripe } from "../providers/stripe/loadStripe";
import { createStripeProvider } from "../providers/stripe/stripeProvider";
import { startFakeStripe } from "./fakeStripe";
import { startLossyProxy, type LossyProxy } from "./lossyProxy";
import { describeProviderContract } from "./providerContract";
import type { ContractSubject } from "./providerDriver";
import { SANDBOX_KEY, startSandboxBench, WEBHOOK_SECRET } from "./sandboxBench";
import { migrationsFolder } from "./support";

async function startSandboxSubject(name: "SANDBOX" | "REDIRECT"): Promise<ContractSubject> {
  const database = await testDatabase(`contract_${name}`, migrationsFolder);
  let proxy: LossyProxy | undefined;
  const bench = await startSandboxBench(database.url, async (url) => {
    proxy = await startLossyProxy(url);
    return proxy.url;
  });
  const signal = AbortSignal.timeout(60_000);
  const channel = name === "SANDBOX" ? "CARD" : "WALLET";
  const textOf = (content: Parameters<typeof writeNotice>[2]): Buffer =>
    Buffer.from(writeNotice(`event_${newId()}`, channel, content));
  return {
    provider: bench.providers[name],
    tokens:
      name === "SANDBOX"
        ? { approved: "tok_approve", declined: "tok_decline" }
        : { approved: null, declined: null },
    async decide(redirectUrl, decision) {
      const page = await (await fetch(redirectUrl)).text();
      const action = new RegExp(`action="([^"]*/${decision})"`).exec(page)?.[1] ?? "";
      await fetch(new URL(action, redirectUrl), { method: "POST" });
    },
    loseNextAnswer: () => proxy?.loseNextAnswer(),
    async bytesOfCharge(key) {
      const charge = await bench.api.findCharge(key, signal);
      if (!charge) throw new Error("no charge");
      return textOf({ type: "charge", charge });
    },
    async bytesOfRefund(key) {
      const refund = await bench.api.findRefund(key, signal);
      if (!refund) throw new Error("no refund");
      return textOf({ type: "refund", refund });
    },
    sign(body, at) {
      const restore = useClock({ now: () => at });
      try {
        return { [SIGNATURE_HEADER]: signNotice(WEBHOOK_SECRET, body) };
      } finally {
        restore();
      }
    },
    async stop() {
      await bench.stop();
      await proxy?.stop();
      await database.close();
    },
  };
}

async function startStripeSubject(): Promise<ContractSubject> {
  const secretKey = `sk_test_${SANDBOX_KEY.replaceAll(/\W/g, "")}`;
  const stripe = await startFakeStripe(secretKey);
  const proxy = await startLossyProxy(stripe.url);
  const event = (type: string, object: unknown): Buffer =>
    Buffer.from(JSON.stringify({ id: `evt_${newId()}`, object: "event", type, data: { object } }));
  return {
    provider: createStripeProvider({
      secretKey,
      webhookSecret: WEBHOOK_SECRET,
      timeoutMs: 5_000,
      api: { host: "127.0.0.1", port: proxy.port, protocol: "http" },
    }),
    tokens: { approved: "pm_card_visa", declined: "pm_card_chargeDeclined" },
    loseNextAnswer: () => proxy.loseNextAnswer(),
    async bytesOfCharge(key) {
      const intent = stripe.intents.find((one) => one.metadata["key"] === key);
      return event("payment_intent.succeeded", intent);
    },
    async bytesOfRefund(key) {
      const refund = stripe.refunds.find((one) => one.metadata["key"] === key);
      return event("refund.updated", refund);
    },
    sign: (body, at) => ({
      "stripe-signature": loadStripe().webhooks.generateTestHeaderString({
        payload: body.toString(),
        secret: WEBHOOK_SECRET,
        timestamp: Math.floor(at.getTime() / 1_000),
      }),
    }),
    async stop() {
      await proxy.stop();
      await stripe.stop();
    },
  };
}

describeProviderContract("the sandbox", () => startSandboxSubject("SANDBOX"));
describeProviderContract("the wallet with its page", () => startSandboxSubject("REDIRECT"));
describeProviderContract("Stripe", startStripeSubject);
