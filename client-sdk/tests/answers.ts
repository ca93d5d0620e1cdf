import type { FakeShop, Reply } from "./fakeShop";

/** A good answer to the query of the categories. */
export const categories: Reply = { body: { data: { categories: [] } } };

/** Answers one reply after the other, the last one for ever. */
export function answerInTurn(shop: FakeShop, ...replies: readonly Reply[]): void {
  const left = [...replies];
  shop.answer = () => (left.length > 1 ? left.shift() : left[0]) ?? categories;
}

/** What the promise was rejected with. */
export function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}
