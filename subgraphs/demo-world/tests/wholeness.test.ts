import { describeWorlds, repeated } from "./worlds";

/** Every scalar of a value with its path. */
function* scalars(value: unknown, path = ""): Generator<readonly [path: string, value: unknown]> {
  if (value === null || value instanceof Date || typeof value !== "object") yield [path, value];
  else for (const [key, inner] of Object.entries(value)) yield* scalars(inner, `${path}.${key}`);
}

const isBroken = (value: unknown): boolean =>
  value === undefined ||
  value === "" ||
  (typeof value === "number" && !Number.isSafeInteger(value)) ||
  (value instanceof Date && Number.isNaN(value.getTime()));

/** Every object that has an id, with the instant it came into being where it says so. */
function* entities(value: unknown): Generator<{ id: string; createdAt?: Date; at?: Date }> {
  if (value === null || typeof value !== "object" || value instanceof Date) return;
  if ("id" in value && typeof value.id === "string") yield value as { id: string };
  for (const inner of Object.values(value)) yield* entities(inner);
}

const instantOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

describeWorlds("wholeness", (slices) => {
  const everything = [...scalars(slices)];
  const withIds = [...entities(slices)];

  test("nothing is undefined, empty, no safe integer or no date", () => {
    expect(everything.filter(([, value]) => isBroken(value))).toEqual([]);
  });

  test("no id is given twice", () => {
    expect(repeated(withIds.map(({ id }) => id))).toEqual([]);
  });

  test("every id is a UUIDv7 of the variant of RFC 9562", () => {
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(withIds.filter(({ id }) => !form.test(id))).toEqual([]);
  });

  test("every id carries the instant its entity came into being, in the past", () => {
    const wrong = withIds.filter(({ id, createdAt, at }) => {
      const born = createdAt ?? at;
      return instantOf(id) > slices.now.getTime() || (born && born.getTime() !== instantOf(id));
    });
    expect(wrong).toEqual([]);
  });

  test("a date after now is the end or the beginning of a window", () => {
    const future = everything
      .filter(([, value]) => value instanceof Date && value > slices.now)
      .map(([path]) => path.split(".").at(-1));
    expect(new Set(future)).toEqual(new Set(["expiresAt", "endsAt", "startsAt"]));
  });

  test("no link leads to another host", () => {
    const links = everything.filter(([path]) => /url$/i.test(path) && path !== "");
    expect(links.length).toBeGreaterThan(200);
    const isElsewhere = (value: unknown): boolean =>
      value !== null && !(typeof value === "string" && value.startsWith("/"));
    expect(links.filter(([, value]) => isElsewhere(value))).toEqual([]);
  });
});
