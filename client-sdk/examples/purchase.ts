/**
 * A whole purchase by the generated SDK against a running mall: `npm start` in one terminal, `npm run example` in
 * another. MALL_URL names another endpoint. Exits with 1 and a sentence when anything is not as promised.
 */
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { createShop, NetworkError, type OrderStatusChange, type Shop } from "../src/index";

const url = process.env["MALL_URL"] ?? "http://localhost:4000/graphql";
const PATIENCE_MS = 30_000;

/** Something the mall promises did not happen. */
class BrokenPromise extends Error {}

function promised(isTrue: boolean, sentence: string): asserts isTrue {
  if (!isTrue) throw new BrokenPromise(sentence);
}

interface Refused {
  readonly code: string;
  readonly message: string;
}

/** One line of what the buyer sees. */
function say(step: string, what: string): void {
  console.log(`${step.padEnd(12)} ${what}`);
}

function notRefused(step: string, refusals: readonly Refused[]): void {
  const [first] = refusals;
  promised(
    first === undefined,
    `${step} was refused: ${first?.message ?? ""} (${first?.code ?? ""})`,
  );
}

async function signUp(shop: Shop): Promise<void> {
  const email = `ada-${randomUUID()}@example.com`;
  const password = `example-${randomUUID()}`;
  const registered = await shop.user.register({ email, password, name: "Ada Example" });
  notRefused("Registering", registered.userErrors);
  const { session, userErrors } = await shop.user.login({ login: email, password });
  notRefused("Logging in", userErrors);
  promised(session !== null, "Logging in brought no session.");
  say("signed in", `${session.user.name ?? "?"} <${email}>`);
}

/** Browses as a buyer would and puts one SKU into the cart. */
async function fillCart(shop: Shop): Promise<void> {
  const categories = await shop.product.categories();
  promised(categories.length > 0, "There are no categories.");
  // Dear goods first: a coupon may ask for a least spend.
  const page = await shop.product.products({
    first: 10,
    sort: "PRICE_DESC",
    filter: { inStock: true },
  });
  say("browsed", `${categories.length} categories, ${page.totalCount ?? "?"} products in stock`);
  for (const { node } of page.edges) {
    const product = await shop.product.product({ id: node.id });
    const sku = product?.skus.find(({ available }) => available > 0);
    if (sku === undefined) continue;
    const { cart, userErrors } = await shop.order.addToCart({ skuId: sku.id, quantity: 1 });
    notRefused("Adding to the cart", userErrors);
    promised(cart?.lines.length === 1, "The cart does not hold the one line put into it.");
    say("in the cart", `1 × ${node.name} (${sku.code}), ${cart.total.formatted}`);
    return;
  }
  throw new BrokenPromise("None of the products in stock has an available SKU.");
}

async function addAddress(shop: Shop): Promise<string> {
  const { address, userErrors } = await shop.user.addAddress({
    recipient: "Ada Example",
    phone: "+14155550123",
    country: "US",
    region: "CA",
    city: "San Francisco",
    line1: "1 Market Street",
    postalCode: "94105",
    isDefault: true,
  });
  notRefused("Adding an address", userErrors);
  promised(address !== null, "Adding an address brought none.");
  return address.id;
}

interface PricedCart {
  readonly addressId: string;
  readonly couponId: string;
  readonly totalMinor: number;
}

/** Claims coupons until one applies to the cart, and asks for the price with it. */
async function quoteWithCoupon(shop: Shop, addressId: string): Promise<PricedCart> {
  for (const template of await shop.marketing.couponTemplates()) {
    const { coupon, userErrors } = await shop.marketing.claimCoupon({ templateId: template.id });
    notRefused(`Claiming the coupon "${template.name}"`, userErrors);
    promised(coupon !== null, `Claiming the coupon "${template.name}" brought none.`);
    const quote = await shop.order.quote({ addressId, couponId: coupon.id });
    if (quote.userErrors.some(({ code }) => code === "COUPON_NOT_APPLICABLE")) continue;
    notRefused("The quote", quote.userErrors);
    say("coupon", `${template.name}, saves ${quote.discount.formatted}`);
    const { items, discount, shipping, tax, total } = quote;
    promised(total !== null, "The quote of a cart has no total.");
    say(
      "quote",
      `${items.formatted} − ${discount.formatted} + ${shipping.formatted} shipping + ` +
        `${tax.formatted} tax = ${total.formatted}`,
    );
    return { addressId, couponId: coupon.id, totalMinor: total.amountMinor };
  }
  throw new BrokenPromise("No coupon that can be claimed applies to the cart.");
}

async function placeOrder(shop: Shop, priced: PricedCart): Promise<string> {
  const placement = {
    idempotencyKey: randomUUID(),
    addressId: priced.addressId,
    couponId: priced.couponId,
    expectedTotalMinor: priced.totalMinor,
  };
  let { order, userErrors } = await shop.order.placeOrder(placement);
  // A busy mall answers PENDING after 3 s and goes on; the same key asks how it ended, and never orders twice.
  while (order?.status === "PENDING") {
    ({ order, userErrors } = await shop.order.placeOrder(placement));
  }
  notRefused("Placing the order", userErrors);
  promised(order !== null, "Placing the order brought none.");
  promised(order.status === "PENDING_PAYMENT", `The new order is ${order.status ?? "nowhere"}.`);
  promised(
    order.total?.amountMinor === priced.totalMinor,
    "The order's total is not the quoted one.",
  );
  say("ordered", `no. ${order.orderNo ?? "?"}, ${order.total.formatted}`);
  return order.id;
}

/** Prints the change; each of its parts was filled in by another service. */
function show({ event, order }: OrderStatusChange): void {
  const [line] = order.lines ?? [];
  const buyer = order.buyer?.name;
  const product = line?.sku?.product?.name;
  const payment = order.payment?.status;
  promised(typeof buyer === "string", `The ${event.status} event lacks buyer.name.`);
  promised(typeof product === "string", `The ${event.status} event lacks lines.sku.product.name.`);
  promised(typeof payment === "string", `The ${event.status} event lacks payment.status.`);
  say("live", `${event.status} · ${buyer} · ${product} · payment ${payment}`);
}

/** Watches the order live and pays when it asks for payment. The provider answers later, through its webhook. */
async function payAndWatch(shop: Shop, orderId: string): Promise<void> {
  const expected = ["PENDING_PAYMENT", "PAID"];
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const change of shop.order.statusChanged({ orderId }, { signal })) {
    const status = expected.shift();
    promised(
      change.event.status === status,
      `Expected ${status ?? "?"}, got ${change.event.status}.`,
    );
    show(change);
    if (expected.length === 0) return;
    const { payment, userErrors } = await shop.pay.payOrder({
      orderId,
      provider: "SANDBOX",
      methodToken: "tok_slow_500",
    });
    notRefused("Paying", userErrors);
    promised(payment !== null, "Paying brought no payment.");
    say("paying", `${payment.amount?.formatted ?? "?"} in the sandbox: ${payment.status ?? "?"}`);
  }
  throw new BrokenPromise(`The subscription ended before the order was ${expected[0] ?? "?"}.`);
}

function isUnreachable(error: unknown): boolean {
  return error instanceof NetworkError;
}

async function purchase(): Promise<void> {
  const shop = createShop({ url, webSocketImpl: WebSocket });
  await signUp(shop);
  await fillCart(shop);
  const addressId = await addAddress(shop);
  const orderId = await placeOrder(shop, await quoteWithCoupon(shop, addressId));
  await payAndWatch(shop, orderId);
  say("done", "everything was as promised");
}

purchase().catch((error: unknown) => {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(
    error instanceof BrokenPromise
      ? `Not as promised: ${error.message}`
      : `The purchase at ${url} failed. ${reason}${isUnreachable(error) ? " Start the mall with npm start, or name it in MALL_URL." : ""}`,
  );
  process.exitCode = 1;
});
