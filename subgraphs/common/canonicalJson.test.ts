import { canonicalJson } from "./canonicalJson";

describe("canonical JSON", () => {
  it("is the same whatever the order of the members, at every depth", () => {
    const left = { b: [{ y: 1, x: null }], a: { d: "1", c: 2 } };
    const right = { a: { c: 2, d: "1" }, b: [{ x: null, y: 1 }] };
    expect(canonicalJson(left)).toBe('{"a":{"c":2,"d":"1"},"b":[{"x":null,"y":1}]}');
    expect(canonicalJson(right)).toBe(canonicalJson(left));
  });

  it("keeps the order of lists and tells types apart", () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
    expect(canonicalJson({ a: 1 })).not.toBe(canonicalJson({ a: "1" }));
    expect(canonicalJson({ a: null })).not.toBe(canonicalJson({}));
  });

  it("treats undefined members as absent and undefined itself as null", () => {
    expect(canonicalJson({ a: undefined })).toBe("{}");
    expect(canonicalJson(undefined)).toBe("null");
  });

  it("writes dates as their text and keeps __proto__ as data", () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
    const hostile: unknown = JSON.parse('{"__proto__":{"admin":true},"a":1}');
    expect(canonicalJson(hostile)).toBe('{"__proto__":{"admin":true},"a":1}');
  });

  it("survives parsing: what a receiver writes again is what the sender wrote", () => {
    const text = canonicalJson({ z: [1e21, -0, "\u2028é", 0.1], 10: 1, 9: 2 });
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });
});
