import { categories, caught } from "../tests/answers";
import { gate, startFakeShop, type FakeShop } from "../tests/fakeShop";
import { change } from "../tests/orderEvents";
import { abortWith, reasonOf } from "./abort";
import { createShop } from "./createShop";
import { TimeoutError } from "./errors";

describe("reasonOf", () => {
  it("is the first reason given", () => {
    const controller = new AbortController();
    abortWith(controller, "first");
    abortWith(controller, "second");
    expect(reasonOf(controller.signal)).toBe("first");
  });
});

describe("where AbortSignal has no reason, as in React Native", () => {
  let shop: FakeShop;
  beforeEach(async () => {
    shop = await startFakeShop();
    jest.spyOn(AbortSignal.prototype, "reason", "get").mockReturnValue(undefined);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await shop.stop();
  });

  it("a call that takes too long ends with a TimeoutError", async () => {
    const never = gate();
    shop.answer = () => never.opened.then(() => categories);
    const { product } = createShop(shop.options);
    expect(await caught(product.categories({ timeoutMs: 30 }))).toBeInstanceOf(TimeoutError);
    never.open();
  });

  it("a caller who aborts gets an AbortError", async () => {
    const controller = new AbortController();
    controller.abort();
    const { product } = createShop(shop.options);
    const error = await caught(product.categories({ signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError" });
  });

  it("a subscription is left without an error", async () => {
    shop.events = async function* () {
      yield change(1);
      await new Promise(() => {});
    };
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await changes.next();
    const pending = changes.next();
    await changes.return();
    await expect(pending).resolves.toMatchObject({ done: true });
  });
});
