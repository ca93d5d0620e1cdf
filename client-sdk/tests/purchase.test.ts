import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { gate, startFakeShop, tokens, type FakeShop } from "./fakeShop";

const run = promisify(execFile);
const program = path.resolve(__dirname, "..", "examples", "purchase.js");
const usd = (amountMinor: number) => ({
  amountMinor,
  currency: "USD",
  formatted: `$${(amountMinor / 100).toFixed(2)}`,
});

let shop: FakeShop;
/** Answers by operation name; a test changes what it wants to break. */
let answers: Record<string, object>;
/** What the order's events say; a test breaks it. */
let paymentStatus: string | null;

beforeEach(async () => {
  shop = await startFakeShop();
  paymentStatus = "CAPTURED";
  const session = { ...tokens(1), user: { id: "user-1", name: "Ada Example", roles: [] } };
  const product = { id: "product-1", name: "Lamp", slug: "lamp", price: usd(900) };
  const skus = [{ id: "sku-1", code: "LAMP", available: 3 }];
  answers = {
    Register: { register: { session, userErrors: [] } },
    Login: { login: { session, userErrors: [] } },
    Categories: { categories: [{ id: "category-1" }] },
    Products: { products: { edges: [{ node: product }], totalCount: 1 } },
    Product: { product: { ...product, skus } },
    AddToCart: {
      addToCart: { cart: { lines: [{ id: "line-1" }], total: usd(900) }, userErrors: [] },
    },
    AddAddress: { addAddress: { address: { id: "address-1" }, userErrors: [] } },
    CouponTemplates: { couponTemplates: [{ id: "template-1", name: "Ten" }] },
    ClaimCoupon: { claimCoupon: { coupon: { id: "coupon-1" }, userErrors: [] } },
    Quote: {
      quote: {
        items: usd(900),
        discount: usd(240),
        shipping: usd(100),
        tax: usd(40),
        total: usd(800),
        userErrors: [],
      },
    },
    PlaceOrder: {
      placeOrder: {
        order: { id: "order-1", orderNo: "1001", status: "PENDING_PAYMENT", total: usd(800) },
        userErrors: [],
      },
    },
    PayOrder: { payOrder: { payment: { status: "IN_FLIGHT", amount: usd(800) }, userErrors: [] } },
  };
  const paid = gate();
  shop.answer = ({ query }) => {
    const name = /^\w+ (\w+)/.exec(query)?.[1] ?? "";
    if (name === "PayOrder") paid.open();
    return { body: { data: answers[name] ?? {} } };
  };
  shop.events = async function* () {
    yield change(1, "PENDING_PAYMENT", "CREATED");
    await paid.opened;
    yield change(2, "PAID", paymentStatus);
  };
});
afterEach(() => shop.stop());

function change(version: number, status: string, payment: string | null) {
  const event = { id: `event-${version}`, version, status, at: "2030-01-01T00:00:00.000Z" };
  const order = {
    id: "order-1",
    buyer: { name: "Ada Example" },
    lines: [{ quantity: 1, sku: { code: "LAMP", product: { name: "Lamp" } } }],
    payment: payment === null ? null : { id: "payment-1", status: payment },
  };
  return { data: { orderStatusChanged: { event, order } } };
}

async function purchase() {
  const env = { ...process.env, MALL_URL: shop.options.url };
  return run(process.execPath, [program], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  );
}

describe("the purchase example", () => {
  it("buys, watches the order live, and prints both events with what other services fill in", async () => {
    const { code, stdout, stderr } = await purchase();
    expect(stderr).toBe("");
    expect(stdout.replace(/<.*>/, "<…>").split("\n")).toEqual([
      "signed in    Ada Example <…>",
      "browsed      1 categories, 1 products in stock",
      "in the cart  1 × Lamp (LAMP), $9.00",
      "coupon       Ten, saves $2.40",
      "quote        $9.00 − $2.40 + $1.00 shipping + $0.40 tax = $8.00",
      "ordered      no. 1001, $8.00",
      "live         PENDING_PAYMENT · Ada Example · Lamp · payment CREATED",
      "paying       $8.00 in the sandbox: IN_FLIGHT",
      "live         PAID · Ada Example · Lamp · payment CAPTURED",
      "done         everything was as promised",
      "",
    ]);
    expect(code).toBe(0);
  });

  it("asks a busy mall by the same key how its order ended", async () => {
    const placed = answers["PlaceOrder"] ?? {};
    const pending = { id: "order-1", orderNo: "1001", status: "PENDING", total: usd(0) };
    const keys: unknown[] = [];
    const { answer } = shop;
    shop.answer = (request) => {
      if (request.query.startsWith("mutation PlaceOrder")) {
        const { idempotencyKey } = request.variables["input"] as { idempotencyKey: string };
        keys.push(idempotencyKey);
        answers["PlaceOrder"] =
          keys.length === 1 ? { placeOrder: { order: pending, userErrors: [] } } : placed;
      }
      return answer(request);
    };
    const { code, stderr } = await purchase();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it("says which service's part is missing in an event", async () => {
    paymentStatus = null;
    const { code, stderr } = await purchase();
    expect(stderr).toBe("Not as promised: The PAID event lacks payment.status.\n");
    expect(code).toBe(1);
  });

  it("says which step was refused, and why", async () => {
    const refusal = { __typename: "GeneralError", code: "PRICE_CHANGED", message: "It is dearer." };
    answers["PlaceOrder"] = { placeOrder: { order: null, userErrors: [refusal] } };
    const { code, stderr } = await purchase();
    expect(stderr).toBe(
      "Not as promised: Placing the order was refused: It is dearer. (PRICE_CHANGED)\n",
    );
    expect(code).toBe(1);
  });

  it("says that the mall cannot be reached", async () => {
    await shop.stop();
    const { code, stderr } = await purchase();
    expect(stderr).toMatch(/^The purchase at http:.* failed\. NetworkError: /);
    expect(code).toBe(1);
    shop = await startFakeShop();
  });
});
