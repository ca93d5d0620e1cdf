import { join } from "node:path";
import { execute, parse } from "graphql";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import { createLog } from "@micro-shop/common/log";
import { signedIn, testContext } from "@micro-shop/common/testing/serviceContext";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import type { PayContext, PayServices } from "../context";
import { payEventHandlers } from "../jobs/eventHandlers";
import { createLoaders } from "../loaders/payLoaders";
import type { PaymentStatus } from "../types/enums";
import { createPaySubgraph } from "../subgraph";
import { startSandboxBench } from "./sandboxBench";

export const migrationsFolder = join(__dirname, "../../model/migrations");
export { WEBHOOK_SECRET } from "./sandboxBench";

const { schema } = createPaySubgraph();

export { signedIn };

/** The order service acting for itself. */
export const orderService: Partial<Caller> = { service: "order" };

export interface PayBench extends PayServices {
  readonly database: TestDatabase;
}

/** The same, for payments whose answer never comes: long enough for the charge to arrive, also on a busy machine. */
export function impatient(services: PayServices): PayServices {
  return { ...services, providerTimeoutMs: 500 };
}

/** Services on a database of their own, closed with it; the sandbox is set up, and answers in no time or not at all. */
export async function payBench(
  name: string,
  changes: Partial<Omit<PayServices, "database">> = {},
): Promise<PayBench> {
  const database = await testDatabase(name, migrationsFolder);
  const sandbox = await startSandboxBench(database.url);
  return {
    database: {
      ...database,
      async close() {
        await sandbox.stop();
        await database.close();
      },
    },
    providers: sandbox.providers,
    providerTimeoutMs: 2_000,
    captureMode: "AUTOMATIC",
    log: createLog("test", "silent"),
    ...changes,
  };
}

export function contextOf(services: PayServices, caller: Partial<Caller>): PayContext {
  const { database, log } = services;
  const handlers = payEventHandlers(services);
  return {
    ...testContext(caller),
    ...services,
    receiveEvents: createEventReceiver({ consumer: "pay", database, handlers, log }),
    loaders: createLoaders(database),
  };
}

export interface Answer<Data> {
  readonly data: Data | null;
  /** Codes of the top-level errors. */
  readonly codes: readonly unknown[];
}

/** Executes an operation against the subgraph's schema, as this caller. */
export async function run<Data>(
  services: PayServices,
  caller: Partial<Caller>,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Answer<Data>> {
  const result = await execute({
    schema,
    document: parse(source),
    variableValues,
    contextValue: contextOf(services, caller),
  });
  return {
    data: (result.data ?? null) as Data | null,
    codes: (result.errors ?? []).map((error) => codeOf(error.originalError) ?? error.message),
  };
}

function codeOf(error: unknown): unknown {
  return error !== null && typeof error === "object" && "code" in error ? error.code : undefined;
}

export interface DueOrder {
  readonly orderId: string;
  readonly buyerId: string;
  readonly paymentId: string;
}

/** An order with a payment that waits for its buyer. */
export async function dueOrder(
  services: PayServices,
  { amountMinor = 12_345, expiresAt = new Date(Date.now() + 1_800_000) } = {},
): Promise<DueOrder> {
  const orderId = newId();
  const buyerId = newId();
  const { data, codes } = await run<{ createPayment: { paymentId: string } }>(
    services,
    orderService,
    `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { paymentId } }`,
    { input: { orderId, buyerId, amountMinor, currency: "USD", expiresAt } },
  );
  if (!data) throw new Error(`No payment: ${codes.join(", ")}`);
  return { orderId, buyerId, paymentId: data.createPayment.paymentId };
}

export interface PayAnswer {
  readonly payment: { readonly id: string; readonly status: PaymentStatus } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly path: readonly string[] | null;
  }[];
}

/** What differs from a payment that is approved at once, under a key of its own. */
export interface PayInput {
  readonly orderId?: string;
  readonly provider?: string;
  readonly methodToken?: string | null;
  readonly idempotencyKey?: string;
}

/** Pays an order as its buyer, or as somebody else. */
export async function pay(
  services: PayServices,
  order: DueOrder,
  input: PayInput,
  caller: Partial<Caller> = signedIn(order.buyerId),
): Promise<PayAnswer> {
  const { data, codes } = await run<{ payOrder: PayAnswer }>(
    services,
    caller,
    `mutation ($input: PayOrderInput!) {
      payOrder(input: $input) { payment { id status } userErrors { code path } }
    }`,
    {
      input: {
        orderId: order.orderId,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: newId(),
        ...input,
      },
    },
  );
  if (!data) throw new Error(`payOrder failed: ${codes.join(", ")}`);
  return data.payOrder;
}

/** Gives the payment of an order up, as order does. */
export async function close(
  services: PayServices,
  orderId: string,
  voidAuthorized = false,
): Promise<string> {
  const { data, codes } = await run<{ closePayment: { outcome: string } }>(
    services,
    orderService,
    `mutation ($input: ClosePaymentInput!) { closePayment(input: $input) { outcome } }`,
    { input: { orderId, voidAuthorized } },
  );
  return data?.closePayment.outcome ?? codes.join(", ");
}
