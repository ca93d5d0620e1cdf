/**
 * What a process that could not start said last of the reason: the last error line of its log, or, of an error nobody
 * caught, the line that names it; else its last line of text. Empty when it said nothing.
 */
export function lastWordIn(text: string): string {
  const words = text.split("\n").flatMap((line) => wordOf(line) ?? []);
  const uncaught = words.findLast(({ isError }) => isError);
  return (uncaught ?? words.at(-1))?.says ?? "";
}

interface Word {
  readonly says: string;
  readonly isError: boolean;
}

/** An error-level line of the log or a plain line of text; null for anything else. */
function wordOf(line: string): Word | null {
  if (!line.startsWith("{")) {
    if (/^\s*$|^ {4}at |^Node\.js v/.test(line)) return null;
    return { says: line, isError: /^(?:Uncaught )?\w*Error\b.*: /.test(line) };
  }
  try {
    const entry = JSON.parse(line) as { level?: number; msg?: string };
    const isError = (entry.level ?? 0) >= 50 && entry.msg !== undefined;
    return isError ? { says: entry.msg ?? "", isError } : null;
  } catch {
    // Half a line of a killed process.
    return null;
  }
}
