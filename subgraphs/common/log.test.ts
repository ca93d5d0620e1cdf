import { DrizzleQueryError } from "drizzle-orm/errors";
import { serializeError } from "./log";

test("a failed query is logged without its statement and parameters", () => {
  const words = "Duplicate entry 'victim@example.com' for key 'user_email'";
  const cause = Object.assign(new Error(words), { errno: 1062, sqlMessage: words, sql: "insert" });
  const query = "insert into `user` values (?,\n ?)";
  const error = new DrizzleQueryError(query, ["victim@example.com", "$argon2id$"], cause);
  const outer = new Error("Registering failed", { cause: error });
  const logged = serializeError(outer);
  const text = JSON.stringify(logged);
  expect(text).not.toMatch(/victim|argon2id|insert into/);
  expect(logged).toMatchObject({
    message: "Registering failed",
    stack: expect.stringContaining("    at "),
    cause: {
      message: "Failed query.",
      cause: { message: "The database refused the statement.", errno: 1062 },
    },
  });
});

test("what is no error is logged as it is", () => {
  expect(serializeError("words")).toBe("words");
});

test("of several errors in one each is logged", () => {
  const both = new AggregateError([new Error("one"), new Error("two")], "Both failed");
  expect(serializeError(both)).toMatchObject({
    message: "Both failed",
    errors: [{ message: "one" }, { message: "two" }],
  });
});
