import { isPlainLine } from "./isPlainLine";
import { isPlainText } from "./isPlainText";

describe("a plain line", () => {
  it.each(["Ada", " Ada Lovelace ", "李雷", "עדה", "नाम", "O’Neill-Müller, 3rd", "👩‍💻", "e\u0301"])(
    "may be %j",
    (text) => expect(isPlainLine(text)).toBe(true),
  );

  it.each([
    ["empty", ""],
    ["blanks", " \u00A0\u3000"],
    ["invisible marks", "\u200B\u200D\uFEFF"],
    ["a line feed at its end", "Ada\n"],
    ["a carriage return", "Ada\rBcc: all"],
    ["a tab", "A\tB"],
    ["a NUL", "A\0"],
    ["a C1 control", "A\u0085B"],
    ["a line separator", "A\u2028B"],
    ["half a surrogate pair", "A\uD83D"],
    ["an override of direction", "moc.elgoog\u202E"],
  ])("may not be or hold %s", (_what, text) => expect(isPlainLine(text)).toBe(false));
});

describe("plain text", () => {
  it("may have several lines", () => {
    expect(isPlainText("Size:\t40\r\n\r\nWash cold.\n")).toBe(true);
  });

  it.each(["\n\t ", "A\0", "A\u001B[31m", "A\uDC00"])("may not be %j", (text) =>
    expect(isPlainText(text)).toBe(false),
  );
});
