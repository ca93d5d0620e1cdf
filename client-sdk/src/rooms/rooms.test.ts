import { startFakeShop, tokens, type FakeShop } from "../../tests/fakeShop";
import { createShop } from "../createShop";
import { NetworkError, RequestError } from "../errors";
import { memoryTokenStore } from "../tokens";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

const refusal = { __typename: "GeneralError", code: "BAD_CREDENTIALS", message: "No.", path: null };

describe("the user room", () => {
  it("is signed in after login, and sends the token from then on", async () => {
    const store = memoryTokenStore();
    const client = createShop({ ...shop.options, tokens: store });
    shop.answer = () => ({
      body: { data: { login: { session: { ...tokens(1), user: { id: "1" } }, userErrors: [] } } },
    });
    await client.user.login({ login: "a@example.com", password: "secret" });
    shop.answer = () => ({ body: { data: { me: { id: "1" } } } });
    await expect(client.user.me()).resolves.toEqual({ id: "1" });
    expect(shop.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      "Bearer access-1",
    ]);
  });

  it("answers a refused login as a value and stays signed out", async () => {
    const store = memoryTokenStore();
    const client = createShop({ ...shop.options, tokens: store });
    shop.answer = () => ({ body: { data: { login: { session: null, userErrors: [refusal] } } } });
    const { session, userErrors } = await client.user.login({ login: "a", password: "b" });
    expect(session).toBeNull();
    expect(userErrors).toEqual([refusal]);
    await expect(store.get()).resolves.toBeNull();
  });

  it("merges the guest's cart once it is signed in", async () => {
    const client = createShop({ ...shop.options, tokens: memoryTokenStore() });
    const bodies = [
      { login: { session: { ...tokens(1), user: { id: "1" } }, userErrors: [] } },
      { mergeCart: { cart: null, userErrors: [] } },
    ];
    shop.answer = () => ({ body: { data: bodies.shift() } });
    await client.user.login({ login: "a@example.com", password: "secret" }, { cartToken: "g" });
    expect(shop.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      "Bearer access-1",
    ]);
    expect(shop.requests[1]?.variables).toEqual({ input: { cartToken: "g" } });
  });

  it("is signed in after registering", async () => {
    const store = memoryTokenStore();
    shop.answer = () => ({
      body: { data: { register: { session: tokens(3), userErrors: [] } } },
    });
    const { user } = createShop({ ...shop.options, tokens: store });
    await user.register({ email: "a@example.com", password: "secret", name: "A" });
    await expect(store.get()).resolves.toMatchObject({ refreshToken: "refresh-3" });
  });

  it("forgets the tokens on logout even when the shop cannot be reached", async () => {
    const store = memoryTokenStore(tokens(1));
    shop.answer = () => ({ status: 502, body: "down" });
    const { user } = createShop({ ...shop.options, tokens: store });
    await expect(user.logout()).rejects.toThrow(NetworkError);
    await expect(store.get()).resolves.toBeNull();
  });
});

describe("the order room", () => {
  it("places an order with one key for all tries of a call, and another for the next call", async () => {
    let isDown = true;
    shop.answer = () => {
      isDown = !isDown;
      return isDown
        ? { body: { data: { placeOrder: { order: null, userErrors: [] } } } }
        : { status: 503, body: "down" };
    };
    const { order } = createShop(shop.options);
    await order.placeOrder({ addressId: "1" });
    await order.placeOrder({ addressId: "1" });
    const keys = shop.requests.map(
      ({ variables }) => (variables["input"] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys).toHaveLength(4);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).toBe(keys[3]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  it("tells refusals apart by their type, each with its own fields", async () => {
    const shortage = { __typename: "InsufficientStock", sku: { id: "7" }, available: 2 };
    shop.answer = () => ({
      body: { data: { placeOrder: { order: null, userErrors: [shortage] } } },
    });
    const { userErrors } = await createShop(shop.options).order.placeOrder({ addressId: "1" });
    // That this compiles is half of the test: `available` exists on one member of the union only.
    const left = userErrors.map((error) =>
      error.__typename === "InsufficientStock" ? error.available : null,
    );
    expect(left).toEqual([2]);
  });

  it("does not pass on an answer that lacks what was asked for", async () => {
    shop.answer = () => ({ body: { data: { placeOrder: null } } });
    const { order } = createShop(shop.options);
    await expect(order.placeOrder({ addressId: "1" })).rejects.toThrow(RequestError);
  });
});

describe("what happens to a paid order", () => {
  it.each([
    ["confirmReceipt", { orderId: "1" }, false],
    ["requestReturn", { orderId: "1", lines: [], reason: "Wet" }, true],
    ["shipOrder", { orderId: "1", carrier: "Swift", trackingNumber: "1" }, true],
    ["markDelivered", { shipmentId: "1" }, false],
    ["resolveReturn", { returnId: "1", decision: "APPROVE" }, false],
  ] as const)("%s sends its input and passes the answer on", async (name, input, hasKey) => {
    const answer = { order: null, userErrors: [refusal] };
    shop.answer = () => ({ body: { data: { [name]: answer } } });
    const { order } = createShop(shop.options);
    // Each of them takes its own input; which one is checked below.
    const send = order[name] as (input: object) => Promise<unknown>;
    await expect(send(input)).resolves.toEqual(answer);
    const sent = shop.requests[0]?.variables["input"];
    expect(sent).toEqual(hasKey ? { ...input, idempotencyKey: expect.any(String) } : input);
  });
});

describe("the pay room", () => {
  it("asks for a refund with one key for all tries of a call, and passes a refusal on", async () => {
    const exceeded = { ...refusal, code: "REFUND_EXCEEDS_CAPTURED" };
    shop.answer = () =>
      shop.requests.length === 1
        ? { status: 503, body: "down" }
        : { body: { data: { refundPayment: { refund: null, userErrors: [exceeded] } } } };
    const { pay } = createShop(shop.options);
    const input = { paymentId: "1", amountMinor: 5, reason: "Wet" };
    await expect(pay.refundPayment(input)).resolves.toEqual({
      refund: null,
      userErrors: [exceeded],
    });
    const keys = shop.requests.map(
      ({ variables }) => (variables["input"] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it("decides on refunds and lists payments", async () => {
    const refund = { id: "1", status: "APPROVED" };
    shop.answer = () => ({ body: { data: { approveRefund: { refund, userErrors: [] } } } });
    const { pay } = createShop(shop.options);
    await expect(pay.approveRefund({ refundId: "1", approve: true })).resolves.toMatchObject({
      refund,
    });
    const page = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    shop.answer = () => ({ body: { data: { payments: page } } });
    await expect(pay.payments({ first: 5 })).resolves.toEqual(page);
  });
});
