import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import type { SkuOffer } from "../clients/siblings";
import {
  newCustomer,
  type Customer,
  type OrderFixture,
  type UserErrorAnswer,
} from "./orderFixture";

interface OrderAnswer {
  readonly id: string;
  readonly orderNo: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly total: { readonly amountMinor: number; readonly currency: string } | null;
}

interface Refused extends UserErrorAnswer {
  readonly sku?: { readonly id: string };
  readonly available?: number;
  readonly was?: { readonly formatted: string };
  readonly is?: { readonly amountMinor: number };
  readonly reason?: string;
}

export interface PlaceAnswer {
  readonly order: OrderAnswer | null;
  readonly userErrors: readonly Refused[];
}

const PLACED = `order { id orderNo status expiresAt total { amountMinor currency } }
  userErrors { __typename code message path
    ... on InsufficientStock { sku { id } available }
    ... on PriceChanged { was { amountMinor formatted } is { amountMinor } }
    ... on CouponNotApplicable { reason } }`;

const STORED = `id orderNo status paymentStatus fulfillmentStatus createdAt expiresAt
  items { amountMinor } discount { amountMinor } shipping { amountMinor } tax { amountMinor } total { amountMinor currency }
  address { recipient city region postalCode } buyer { id } couponUsed { id } shipments { id }
  lines { id quantity unitPrice { amountMinor } discount { amountMinor } name sku { id } product { id } }
  events { id version status at }`;

/** A customer with an address to send to, in California. */
export interface Buyer extends Customer {
  readonly addressId: string;
}

export function newBuyer({ siblings }: OrderFixture): Buyer {
  const customer = newCustomer();
  return { ...customer, addressId: siblings.addAddress(customer.id, { region: "CA" }) };
}

/** Puts a new SKU on sale and wants some of it. */
export function newLine(
  { siblings }: OrderFixture,
  quantity = 1,
  offer: Partial<SkuOffer> = {},
): { readonly skuId: string; readonly quantity: number } {
  return { skuId: siblings.sell(offer), quantity };
}

/** Places an order under a key of its own, refused or not. */
export function place(fixture: OrderFixture, buyer: Buyer, input: object): Promise<PlaceAnswer> {
  const { addressId, ...caller } = buyer;
  const filled = { idempotencyKey: newId(), addressId, ...input };
  return fixture.mutate(caller, "placeOrder", PLACED, filled);
}

/** All that can be read of an order; null for a caller who may not see it. */
export async function readOrder(
  fixture: OrderFixture,
  caller: Partial<Caller>,
  id: string,
): Promise<Record<string, unknown> | null> {
  const { data } = await fixture.run<{ order: Record<string, unknown> | null }>(
    caller,
    `query ($id: ID!) { order(id: $id) { ${STORED} } }`,
    { id },
  );
  return data?.order ?? null;
}

export async function countRows({ database }: OrderFixture, what: string): Promise<number> {
  const [rows] = await database.pool.query(`select count(*) as n from ${what}`);
  return Number((rows as { n: number }[])[0]?.n);
}

/** How many orders there are of a customer, refused ones included. */
export function countOrders(fixture: OrderFixture, { id }: Customer): Promise<number> {
  return countRows(fixture, `orders where user_id = ${binaryId(id)}`);
}

/** An id as SQL. */
export function binaryId(id: string): string {
  return `unhex('${id.replaceAll("-", "")}')`;
}
