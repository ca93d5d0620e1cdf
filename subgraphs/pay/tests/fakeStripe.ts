import { createServer, type IncomingMessage } from "node:http";
import { newId } from "@micro-shop/common/ids";
import { portOf } from "@micro-shop/common/testing/portOf";

/** What the fake keeps of a PaymentIntent, in the form of the API. */
export interface FakeIntent {
  id: string;
  object: "payment_intent";
  amount: number;
  amount_received: number;
  amount_capturable: number;
  currency: string;
  capture_method: string;
  status: string;
  metadata: Record<string, string>;
  last_payment_error: { code: string; decline_code: string } | null;
}

export interface FakeRefund {
  id: string;
  object: "refund";
  amount: number;
  currency: string;
  payment_intent: string;
  status: string;
  failure_reason?: string;
  metadata: Record<string, string>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

type Form = Record<string, string>;

export interface FakeStripe {
  readonly url: string;
  readonly intents: readonly FakeIntent[];
  readonly refunds: readonly FakeRefund[];
  stop(): Promise<void>;
}

/**
 * The endpoints of Stripe that the mall uses, as its reference tells them (https://docs.stripe.com/api): form bodies,
 * idempotency keys with stored answers, its statuses and its error objects.
 */
export async function startFakeStripe(secretKey: string): Promise<FakeStripe> {
  const intents: FakeIntent[] = [];
  const refunds: FakeRefund[] = [];
  const stored = new Map<string, { readonly text: string; readonly reply: Reply }>();

  const post = (path: string, form: Form): Reply => {
    if (path === "/v1/payment_intents") return createIntent(intents, form);
    if (path === "/v1/refunds") return createRefund(intents, refunds, form);
    const [, id, action] = /^\/v1\/payment_intents\/(\w+)\/(capture|cancel)$/.exec(path) ?? [];
    const intent = intents.find((one) => one.id === id);
    if (!intent) return missing();
    return action === "capture" ? captureIntent(intent, form) : cancelIntent(intent);
  };
  const get = ({ pathname, searchParams }: URL): Reply => {
    if (pathname === "/v1/payment_intents/search") {
      const key = /^metadata\['key'\]:'(.*)'$/.exec(searchParams.get("query") ?? "")?.[1];
      const found = intents.filter((one) => one.metadata["key"] === key);
      // As at Stripe, what is found is as it was a while ago.
      return list(found.map((one) => ({ ...one, status: "processing" })));
    }
    if (pathname === "/v1/refunds") {
      const of = searchParams.get("payment_intent");
      return list(refunds.filter((one) => one.payment_intent === of));
    }
    const intent = intents.find((one) => `/v1/payment_intents/${one.id}` === pathname);
    return intent ? { status: 200, body: intent } : missing();
  };
  const answer = async (request: IncomingMessage): Promise<Reply> => {
    if (request.headers.authorization !== `Bearer ${secretKey}`) {
      return failure(401, { type: "invalid_request_error", message: "Invalid API Key" });
    }
    const url = new URL(request.url ?? "", "http://stripe");
    if (request.method === "GET") return get(url);
    const text = `${url.pathname}?${await textOf(request)}`;
    const key = String(request.headers["idempotency-key"]);
    const before = stored.get(key);
    if (before && before.text !== text) {
      return failure(400, { type: "idempotency_error", message: "Keys are for one request." });
    }
    const reply = before?.reply ?? post(url.pathname, formOf(text));
    stored.set(key, { text, reply: structuredClone(reply) });
    return reply;
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    intents,
    refunds,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createIntent(intents: FakeIntent[], form: Form): Reply {
  const method = form["payment_method"] ?? "";
  if (!method.startsWith("pm_card_")) {
    return failure(400, {
      type: "invalid_request_error",
      code: "resource_missing",
      param: "payment_method",
    });
  }
  const amount = Number(form["amount"]);
  const isManual = form["capture_method"] === "manual";
  const isDeclined = method === "pm_card_chargeDeclined";
  const intent: FakeIntent = {
    id: `pi_${newId().replaceAll("-", "")}`,
    object: "payment_intent",
    amount,
    amount_received: isManual || isDeclined ? 0 : amount,
    amount_capturable: isManual && !isDeclined ? amount : 0,
    currency: form["currency"] ?? "",
    capture_method: form["capture_method"] ?? "automatic",
    status: isDeclined ? "requires_payment_method" : isManual ? "requires_capture" : "succeeded",
    metadata: { key: form["metadata[key]"] ?? "" },
    last_payment_error: isDeclined
      ? { code: "card_declined", decline_code: "generic_decline" }
      : null,
  };
  intents.push(intent);
  if (!isDeclined) return { status: 200, body: intent };
  return failure(402, {
    type: "card_error",
    code: "card_declined",
    decline_code: "generic_decline",
    payment_intent: intent,
  });
}

function captureIntent(intent: FakeIntent, form: Form): Reply {
  const amount = Number(form["amount_to_capture"]);
  if (intent.status !== "requires_capture" || amount > intent.amount_capturable) {
    return failure(400, { type: "invalid_request_error", code: "payment_intent_unexpected_state" });
  }
  Object.assign(intent, { status: "succeeded", amount_received: amount, amount_capturable: 0 });
  return { status: 200, body: intent };
}

function cancelIntent(intent: FakeIntent): Reply {
  if (intent.status === "succeeded" || intent.status === "canceled") {
    return failure(400, { type: "invalid_request_error", code: "payment_intent_unexpected_state" });
  }
  Object.assign(intent, { status: "canceled", amount_capturable: 0 });
  return { status: 200, body: intent };
}

function createRefund(intents: readonly FakeIntent[], refunds: FakeRefund[], form: Form): Reply {
  const intent = intents.find((one) => one.id === form["payment_intent"]);
  if (!intent) return missing();
  const amount = Number(form["amount"]);
  const before = refunds
    .filter((one) => one.payment_intent === intent.id && one.status !== "failed")
    .reduce((sum, one) => sum + one.amount, 0);
  if (before + amount > intent.amount_received) {
    return failure(400, { type: "invalid_request_error", param: "amount" });
  }
  const refund: FakeRefund = {
    id: `re_${newId().replaceAll("-", "")}`,
    object: "refund",
    amount,
    currency: intent.currency,
    payment_intent: intent.id,
    status: "succeeded",
    metadata: { key: form["metadata[key]"] ?? "" },
  };
  refunds.push(refund);
  return { status: 200, body: refund };
}

function list(data: readonly unknown[]): Reply {
  return { status: 200, body: { object: "list", data, has_more: false, url: "/" } };
}

function missing(): Reply {
  return failure(404, { type: "invalid_request_error", code: "resource_missing" });
}

function failure(status: number, error: Record<string, unknown>): Reply {
  return { status, body: { error: { message: "no", ...error } } };
}

function formOf(text: string): Form {
  return Object.fromEntries(new URLSearchParams(text.slice(text.indexOf("?") + 1)));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
