import { randomUUID } from "node:crypto";
import type { OrderAnswer, PaymentAnswer } from "../../support/purchaseAnswers";
import type { Payload } from "../../support/shopper";
import { ask, type Answer } from "./ask";
import type { AnswerJournal } from "./journal";
import type { CheckoutPlan } from "./plan";

/** What a client knows of its checkout in the end. */
export interface CheckoutEnd {
  readonly number: number;
  readonly plan: CheckoutPlan;
  /** Null when it was refused. */
  readonly orderId: string | null;
  /** The order's status as it was last answered; REFUSED without an order. */
  readonly status: string;
  readonly refusals: readonly string[];
  readonly tookMs: number;
}

export interface CheckoutTools {
  readonly url: string;
  readonly journal: AnswerJournal;
  /** After this the client gives up: nothing may take so long. */
  readonly patienceMs: number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
const ORDER_STATUS = "query ($id: ID!) { order(id: $id) { id status } }";

export class OutOfPatience extends Error {}

/** Orders, pays or cancels, and asks again with the same key for as long as the outcome is not known, as the SDK does. */
export async function runCheckout(
  number: number,
  plan: CheckoutPlan,
  { url, journal, patienceMs }: CheckoutTools,
): Promise<CheckoutEnd> {
  const start = performance.now();
  const { buyer } = plan;

  async function askUntil<Data, Known>(
    operation: string,
    variables: object,
    read: (data: Data) => Reading<Known>,
  ): Promise<Known> {
    const input = (variables as { input?: { idempotencyKey?: string } }).input;
    for (let attempt = 0; ; attempt++) {
      const answer: Answer<Data> = await ask<Data>(
        { url, token: buyer.token },
        operation,
        variables,
      );
      const reading = answer.data === null ? null : read(answer.data);
      journal.write({
        at: Date.now(),
        checkout: number,
        operation: operation === ORDER_STATUS ? "order" : operation,
        key: input?.idempotencyKey ?? null,
        unknown: answer.unknown,
        orderId: reading?.orderId ?? null,
        status: reading?.status ?? null,
        refusals: reading?.refusals ?? [],
      });
      if (reading?.known !== undefined) return reading.known;
      if (performance.now() - start > patienceMs) {
        throw new OutOfPatience(
          `Checkout ${number}: ${operation} was not decided in ${patienceMs} ms.`,
        );
      }
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  const place = () =>
    askUntil("PlaceOrder", { input: plan.placement }, (data: { placeOrder: OrderAnswer }) => {
      const { order, userErrors } = data.placeOrder;
      const isOpen = order?.status === "PENDING";
      return readingOf({ userErrors }, order, isOpen ? undefined : (order ?? userErrors));
    });
  const pay = (orderId: string, methodToken: string) => {
    const input = { orderId, provider: "SANDBOX", methodToken, idempotencyKey: randomUUID() };
    return askUntil("PayOrder", { input }, (data: { payOrder: PaymentAnswer }) => {
      const { payment, userErrors } = data.payOrder;
      const isOpen = payment?.status === "IN_FLIGHT";
      const status = payment ? { id: orderId, status: payment.status } : null;
      return readingOf({ userErrors }, status, isOpen ? undefined : (payment?.status ?? "NONE"));
    });
  };
  const statusOf = (orderId: string, isWanted: (status: string) => boolean) =>
    askUntil(ORDER_STATUS, { id: orderId }, ({ order }: { order: OrderState | null }) =>
      readingOf(
        { userErrors: [] },
        order,
        order && isWanted(order.status) ? order.status : undefined,
      ),
    );
  const cancel = (orderId: string) =>
    askUntil("CancelOrder", { input: { orderId } }, (data: { cancelOrder: OrderAnswer }) => {
      const { order, userErrors } = data.cancelOrder;
      const isDone = order?.status === "CANCELLED" || userErrors.length > 0;
      return readingOf({ userErrors }, order, isDone ? (order?.status ?? "REFUSED") : undefined);
    });

  const placed = await place();
  const end = { number, plan, tookMs: 0, refusals: [] as readonly string[] };
  const tookMs = () => performance.now() - start;
  if (!("id" in placed)) {
    const refusals = placed.map(({ code }) => code);
    return { ...end, orderId: null, status: "REFUSED", refusals, tookMs: tookMs() };
  }
  const orderId = placed.id;
  let { status } = placed;
  if (plan.end === "CANCELLED") status = await cancel(orderId);
  if (plan.end === "PAID") {
    for (const token of plan.methodTokens) await pay(orderId, token);
    status = await statusOf(orderId, (seen) => seen !== "PENDING_PAYMENT");
  }
  return { ...end, orderId, status, tookMs: tookMs() };
}

interface OrderState {
  readonly id: string;
  readonly status: string;
}

/** What an answer says, for the journal, and what is known by it; undefined: not enough, ask again. */
interface Reading<Known> {
  readonly orderId: string | null;
  readonly status: string | null;
  readonly refusals: readonly string[];
  readonly known: Known | undefined;
}

function readingOf<Known>(
  { userErrors }: Payload,
  order: OrderState | null,
  known: Known | undefined,
): Reading<Known> {
  const refusals = userErrors.map(({ code }) => code);
  return { orderId: order?.id ?? null, status: order?.status ?? null, refusals, known };
}
