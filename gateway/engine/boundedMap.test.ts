import { createBoundedMap } from "./boundedMap";

describe("a bounded map", () => {
  test("the entry that was used longest ago makes room", () => {
    const map = createBoundedMap<string, number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.get("a");
    map.set("c", 3);
    expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  test("setting a key again replaces its value and makes nothing go", () => {
    const map = createBoundedMap<string, number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.set("a", 3);
    expect([map.get("a"), map.get("b"), map.size]).toEqual([3, 2, 2]);
    map.delete("a");
    expect(map.get("a")).toBeUndefined();
  });
});
