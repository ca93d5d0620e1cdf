import { readSettings, UsageError } from "./settings";

test("parameters are read, and those not given have values", () => {
  expect(readSettings([])).toEqual({ subscriptions: 400, perSecond: 20 });
  expect(readSettings(["--rate", "5", "--subscriptions", "10"])).toEqual({
    subscriptions: 10,
    perSecond: 5,
  });
});

test.each([["--rate"], ["--rate", "0"], ["--what", "1"]])(
  "%s %s is refused with the usage",
  (...parameters) => expect(() => readSettings(parameters)).toThrow(UsageError),
);
