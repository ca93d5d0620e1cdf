import { sumMetric } from "./metrics";

const text = `# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{to="pay",how="ok"} 3
calls_total{to="pay",how="a \\"b\\""} 4
calls_total{to="user",how="ok"} 10
calls_total_other 99
up 1
`;

test("all samples of a metric are summed, of no other", () => {
  expect(sumMetric(text, "calls_total")).toBe(17);
  expect(sumMetric(text, "up")).toBe(1);
  expect(sumMetric(text, "calls")).toBe(0);
});

test("labels choose among them", () => {
  expect(sumMetric(text, "calls_total", ({ to }) => to === "pay")).toBe(7);
  expect(sumMetric(text, "calls_total", ({ how }) => how === 'a \\"b\\"')).toBe(4);
});
