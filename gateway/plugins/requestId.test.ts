import { requestIdOf } from "./requestId";
import { traceparentOf } from "./traceContext";

test("a well-formed request id is kept", () => {
  for (const id of ["01a2042b-eabe-7000-a35e-80ceb47e5d82", "my.request:1", "a".repeat(128)]) {
    expect(requestIdOf(id)).toBe(id);
  }
});

test("anything else is replaced by a new one", () => {
  const bad = [
    undefined,
    "",
    "short",
    "a".repeat(129),
    "with space",
    "line\nbreak",
    "<script>",
    ["a"],
  ];
  const made = bad.map((id) => requestIdOf(id));
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(new Set(made).size).toBe(bad.length);
});

test("a trace context is kept only in the form of the specification", () => {
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const good = `00-${trace}-b7ad6b7169203331-01`;
  expect(traceparentOf(good)).toBe(good);
  const bad = [
    undefined,
    "",
    `01-${trace}-b7ad6b7169203331-01`,
    `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${"0".repeat(16)}-01`,
    good.toUpperCase(),
    `${good}-more`,
    [good, good],
  ];
  for (const header of bad) expect(traceparentOf(header)).toBeNull();
});
