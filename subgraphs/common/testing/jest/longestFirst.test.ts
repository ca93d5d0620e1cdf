import { longestFirst } from "./longestFirst";

it("begins with the longest files and leaves the others in the order they came in", () => {
  const [unit, start, other, mall] = [
    { path: "/common/dist/money.test.js" },
    { path: "/gateway/dist/tests/start/goodStart.test.js" },
    { path: "/common/dist/config.test.js" },
    { path: "/gateway/dist/tests/e2e/mall.test.js" },
  ] as const;
  expect(longestFirst([unit, start, other, mall])).toEqual([mall, start, unit, other]);
});
