import { newId } from "@micro-shop/common/ids";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import {
  newCustomer,
  type Customer,
  type OrderFixture,
  type UserErrorAnswer,
} from "./orderFixture";
import { capturedEvent, deliver, placeOrder, type PlacedOrder } from "./orderHelpers";

export const staff = newCustomer("order:ship", "order:return", "order:read", "order:cancel");

export interface Line {
  readonly orderLineId: string;
  readonly quantity: number;
}

/** A paid order and the ids of its lines. */
export interface PaidOrder extends PlacedOrder {
  readonly lineIds: readonly string[];
  readonly skuIds: readonly string[];
}

export interface ShipAnswer {
  readonly shipment: {
    readonly id: string;
    readonly status: string;
    readonly lines: readonly Line[];
  } | null;
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly fulfillmentStatus: string;
  } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

const USER_ERRORS = "userErrors { __typename code message path }";
const SHIPPED = `shipment { id status carrier trackingNumber shippedAt deliveredAt lines { orderLineId quantity } }
  order { id status fulfillmentStatus shipments { id status } events { status } } ${USER_ERRORS}`;

/** An order of one line for each quantity, 10.00 apiece. */
export async function unpaidOrder(
  fixture: OrderFixture,
  customer: Customer,
  quantities: readonly number[] = [3, 2],
  input: object = {},
): Promise<PaidOrder> {
  const skuIds = quantities.map(() => fixture.siblings.sell({ available: 10_000 }));
  const lines = quantities.map((quantity, index) => ({ skuId: skuIds[index], quantity }));
  const order = await placeOrder(fixture, customer, { lines, ...input });
  const { data } = await fixture.run<{ order: { lines: { id: string }[] } }>(
    customer,
    "query ($id: ID!) { order(id: $id) { lines { id } } }",
    { id: order.id },
  );
  return { ...order, skuIds, lineIds: data?.order.lines.map(({ id }) => id) ?? [] };
}

export async function paidOrder(
  fixture: OrderFixture,
  customer: Customer,
  quantities?: readonly number[],
  input?: object,
): Promise<PaidOrder> {
  const order = await unpaidOrder(fixture, customer, quantities, input);
  fixture.siblings.capture(order.id);
  await deliver(fixture, capturedEvent(fixture, order));
  return order;
}

/** So many of the first lines of an order, in order. */
export function linesOf(order: PaidOrder, ...quantities: readonly number[]): Line[] {
  return quantities.flatMap((quantity, index) =>
    quantity === 0 ? [] : [{ orderLineId: order.lineIds[index] ?? "", quantity }],
  );
}

/** Ships, refused or not; all that is left unless lines are given. */
export function ship(
  { mutate }: OrderFixture,
  orderId: string,
  input: object = {},
  caller: Partial<Caller> = staff,
): Promise<ShipAnswer> {
  const parcel = { carrier: "Swift", trackingNumber: "SW 1", idempotencyKey: newId() };
  return mutate(caller, "shipOrder", SHIPPED, { orderId, ...parcel, ...input });
}

export function markDelivered(
  { mutate }: OrderFixture,
  shipmentId: string,
  caller: Partial<Caller> = staff,
): Promise<ShipAnswer> {
  return mutate(caller, "markDelivered", SHIPPED, { shipmentId });
}

export interface OrderAnswer {
  readonly order: { readonly id: string; readonly status: string } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

export function confirmReceipt(
  { mutate }: OrderFixture,
  caller: Partial<Caller>,
  orderId: string,
): Promise<OrderAnswer> {
  const selection = `order { id status fulfillmentStatus } ${USER_ERRORS}`;
  return mutate(caller, "confirmReceipt", selection, { orderId });
}

/** A paid order that has been shipped in one parcel and has arrived. */
export async function deliveredOrder(
  fixture: OrderFixture,
  customer: Customer,
  quantities?: readonly number[],
  input?: object,
): Promise<PaidOrder> {
  const order = await paidOrder(fixture, customer, quantities, input);
  const { shipment } = await ship(fixture, order.id);
  await markDelivered(fixture, shipment?.id ?? "");
  return order;
}

export interface ReturnAnswer {
  readonly return: {
    readonly id: string;
    readonly status: string;
    readonly refund: { readonly amountMinor: number } | null;
    readonly lines: readonly Line[];
  } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

const RETURNED = `return { id status reason note requestedAt receivedAt refundedAt refund { amountMinor currency }
  lines { orderLineId quantity refund { amountMinor } } } ${USER_ERRORS}`;

/** Asks for a return, refused or not. */
export function requestReturn(
  { mutate }: OrderFixture,
  caller: Partial<Caller>,
  orderId: string,
  input: { readonly lines: readonly Line[] },
): Promise<ReturnAnswer> {
  const request = { orderId, reason: "It does not fit.", idempotencyKey: newId() };
  return mutate(caller, "requestReturn", RETURNED, { ...request, ...input });
}

/** Decides on a return, refused or not. */
export function resolveReturn(
  { mutate }: OrderFixture,
  returnId: string | undefined,
  decision: "APPROVE" | "REJECT" | "RECEIVED",
  {
    caller = staff,
    ...input
  }: { readonly caller?: Partial<Caller>; readonly [field: string]: unknown } = {},
): Promise<ReturnAnswer> {
  return mutate(caller, "resolveReturn", RETURNED, { returnId, decision, ...input });
}

/** A return whose goods may come back. */
export async function approvedReturn(
  fixture: OrderFixture,
  customer: Customer,
  orderId: string,
  lines: readonly Line[],
): Promise<string> {
  const answer = await requestReturn(fixture, customer, orderId, { lines });
  const id = answer.return?.id ?? "";
  await resolveReturn(fixture, id, "APPROVE");
  return id;
}
