import { readSettings, UsageError } from "./settings";

test("without parameters the steps are those of the proof, of ten seconds", () => {
  expect(readSettings([])).toEqual({ seconds: 10, clients: [1, 8, 32, 64], profileFolder: null });
});

test("parameters change them", () => {
  expect(readSettings(["--seconds", "2", "--clients", "8", "--profile", "/x"])).toEqual({
    seconds: 2,
    clients: [8],
    profileFolder: "/x",
  });
});

test.each([
  ["--seconds"],
  ["--seconds", "0"],
  ["--clients", "1,,2"],
  ["--profile"],
  ["--what", "1"],
])("%s %s is refused with the usage", (...parameters) =>
  expect(() => readSettings(parameters)).toThrow(UsageError),
);
