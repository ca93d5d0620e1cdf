import { createRetryBudget } from "./retryBudget";

test("a tenth of the calls may be repeated, and ten retries may be saved", () => {
  const budget = createRetryBudget();
  for (let count = 0; count < 10; count += 1) expect(budget.spend()).toBe(true);
  expect(budget.spend()).toBe(false);
  for (let count = 0; count < 9; count += 1) budget.countCall();
  expect(budget.spend()).toBe(false);
  budget.countCall();
  budget.countCall();
  expect(budget.spend()).toBe(true);
  expect(budget.spend()).toBe(false);
  for (let count = 0; count < 1_000; count += 1) budget.countCall();
  for (let count = 0; count < 10; count += 1) expect(budget.spend()).toBe(true);
  expect(budget.spend()).toBe(false);
});
