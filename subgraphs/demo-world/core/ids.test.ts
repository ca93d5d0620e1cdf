import { isId } from "@micro-shop/common/ids";
import { createIds } from "./ids";
import { createRandom } from "./random";
import { after } from "./time";

const start = new Date("2026-05-04T10:20:30.405Z");

test("an id is one that the mall accepts", () => {
  expect(isId(createIds(createRandom(1, "ids"))(start))).toBe(true);
});

test("ids sort by their instants, and by their making within a millisecond", () => {
  const newId = createIds(createRandom(1, "ids"));
  const ids = [0, 0, 0, 1, 1, 5_000].map((ms) => newId(after(start, ms)));
  expect(ids.toSorted()).toEqual(ids);
});

test("an id tells its instant", () => {
  const id = createIds(createRandom(1, "ids"))(start);
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(start.getTime());
});
