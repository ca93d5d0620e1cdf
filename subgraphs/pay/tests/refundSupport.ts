import { eq } from "drizzle-orm";
import { execute, parse } from "graphql";
import { clock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { sendRefunds } from "../logic/sendRefunds";
import {
  ledgerEntries,
  outbox,
  paymentEvents,
  payments,
  refunds,
  repairWork,
} from "../model/tables";
import type { PayServices } from "../context";
import type { PaymentProvider, RefundRequest, RefundResult } from "../providers/provider";
import { createPaySubgraph } from "../subgraph";
import type { RefundStatus } from "../types/enums";
import { contextOf, dueOrder, orderService, pay, run, signedIn, type DueOrder } from "./support";

/** Who asks and who decides. */
export const support = signedIn(newId(), "payment:read", "refund:request");
export const finance = signedIn(newId(), "payment:read", "refund:request", "refund:approve");

export interface RefundAnswer {
  readonly refund: { readonly id: string; readonly status: RefundStatus } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly path: readonly string[] | null;
  }[];
}

export async function paidOrder(services: PayServices, amountMinor = 1_000): Promise<DueOrder> {
  const expiresAt = new Date(clock.now().getTime() + 1_800_000);
  const order = await dueOrder(services, { amountMinor, expiresAt });
  // Patient, or a busy machine would leave it in flight.
  await pay({ ...services, providerTimeoutMs: 9_000 }, order, {});
  return order;
}

/** Asks for a refund as support staff. */
export async function request(
  services: PayServices,
  order: Pick<DueOrder, "paymentId">,
  input: object = {},
  caller = support,
): Promise<RefundAnswer> {
  const { data, codes } = await run<{ refundPayment: RefundAnswer | null }>(
    services,
    caller,
    `mutation ($input: RefundPaymentInput!) {
      refundPayment(input: $input) { refund { id status } userErrors { code path } }
    }`,
    {
      input: {
        paymentId: order.paymentId,
        amountMinor: 100,
        reason: "The parcel arrived wet.",
        idempotencyKey: newId(),
        ...input,
      },
    },
  );
  if (!data?.refundPayment) throw new Error(codes.join(", "));
  return data.refundPayment;
}

/** Decides on a refund as finance staff. */
export async function decide(
  services: PayServices,
  refundId: string,
  approve = true,
  caller = finance,
): Promise<RefundAnswer> {
  const { data, codes } = await run<{ approveRefund: RefundAnswer | null }>(
    services,
    caller,
    `mutation ($input: ApproveRefundInput!) {
      approveRefund(input: $input) { refund { id status } userErrors { code path } }
    }`,
    { input: { refundId, approve } },
  );
  if (!data?.approveRefund) throw new Error(codes.join(", "));
  return data.approveRefund;
}

/** A refund that was asked for and granted. Answers its id. */
export async function granted(
  services: PayServices,
  order: DueOrder,
  amountMinor = 100,
): Promise<string> {
  const { refund } = await request(services, order, { amountMinor });
  if (!refund) throw new Error("The refund was refused.");
  await decide(services, refund.id);
  return refund.id;
}

export interface RefundOrderAnswer {
  readonly outcome: string;
  readonly refundId: string | null;
  readonly amountMinor: number;
}

const { schema } = createPaySubgraph();

/** Sends an order's money back as a step of a saga, as order does. */
export async function refundOrder(
  services: PayServices,
  input: object,
  idempotencyKey: string | null = `${newId()}:refund`,
): Promise<RefundOrderAnswer> {
  const result = await execute({
    schema,
    document: parse(`mutation ($input: RefundOrderInput!) {
      refundOrder(input: $input) { outcome refundId amountMinor }
    }`),
    variableValues: { input: { reason: "The order was cancelled.", ...input } },
    contextValue: { ...contextOf(services, orderService), idempotencyKey },
  });
  const [error] = result.errors ?? [];
  if (error) throw error.originalError ?? error;
  return (result.data as unknown as { refundOrder: RefundOrderAnswer }).refundOrder;
}

/** The same services with a provider of which some calls are replaced. */
export function withProvider<Services extends PayServices>(
  services: Services,
  calls: Partial<PaymentProvider>,
): Services {
  const sandbox = services.providers.SANDBOX;
  if (!sandbox) throw new Error("The sandbox is not set up.");
  return { ...services, providers: { SANDBOX: { ...sandbox, ...calls } } };
}

/** A provider that answers refunds like this and keeps what it was asked. */
export function refundsAnswer<Services extends PayServices>(
  services: Services,
  answer: (request: RefundRequest) => RefundResult | Promise<RefundResult>,
): { readonly services: Services; readonly asked: RefundRequest[] } {
  const asked: RefundRequest[] = [];
  const refund = async (wanted: RefundRequest): Promise<RefundResult> => {
    asked.push(wanted);
    return answer(wanted);
  };
  return { services: withProvider(services, { refund, findRefund: async () => null }), asked };
}

export function succeeded(request: RefundRequest): RefundResult {
  return { outcome: "SUCCEEDED", reference: `back_${request.key}` };
}

/** Sends what is due, with a provider that sends everything back. */
export function sendAll(services: PayServices): Promise<number> {
  return sendRefunds(refundsAnswer(services, succeeded).services);
}

/** All that the tables say of a payment's refunds. */
export async function stateOf(services: PayServices, { paymentId }: Pick<DueOrder, "paymentId">) {
  const { drizzle } = services.database;
  const [[payment], refundRows, ledger, events, work] = await Promise.all([
    drizzle.select().from(payments).where(eq(payments.id, paymentId)),
    drizzle.select().from(refunds).where(eq(refunds.paymentId, paymentId)),
    drizzle.select().from(ledgerEntries).where(eq(ledgerEntries.paymentId, paymentId)),
    drizzle.select().from(paymentEvents).where(eq(paymentEvents.paymentId, paymentId)),
    drizzle.select().from(repairWork).where(eq(repairWork.paymentId, paymentId)),
  ]);
  const rowsOf = (kind: string) => ledger.filter((entry) => entry.kind === kind);
  return {
    refundedMinor: payment?.refundedMinor,
    refunds: refundRows.map(({ amountMinor, status }) => ({ amountMinor, status })),
    booked: Object.fromEntries(rowsOf("REFUND").map((row) => [row.account, row.amountMinor])),
    bookings: rowsOf("REFUND").length / 2,
    ledgerSum: ledger.reduce((sum, row) => sum + row.amountMinor, 0),
    refundedEvents: events.filter(({ kind }) => kind === "REFUNDED").length,
    repairWork: work.map(({ kind, subjectId, found }) => ({ kind, subjectId, found })),
  };
}

/** The events about refunds that wait to be sent to order. */
export async function eventsOf(services: PayServices, { orderId }: DueOrder) {
  const rows = await services.database.drizzle.select().from(outbox);
  return rows
    .filter(({ topic }) => topic.startsWith("refund."))
    .map(({ topic, consumer, payload }) => ({ topic, consumer, payload: JSON.parse(payload) }))
    .filter(({ payload }) => payload.orderId === orderId);
}
