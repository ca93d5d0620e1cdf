import { createWriteStream } from "node:fs";

/** One answer that a client got, or the reason why it got none. */
export interface JournalLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the checkout. */
  readonly checkout: number;
  readonly operation: string;
  /** The idempotency key of the request. */
  readonly key: string | null;
  /** Set when nothing is known: TIMEOUT, UNAVAILABLE, or that no answer came. */
  readonly unknown: string | null;
  readonly orderId: string | null;
  /** Of the order or the payment. */
  readonly status: string | null;
  /** Codes of userErrors. */
  readonly refusals: readonly string[];
}

/** Every answer in the order in which they came: what the mall has promised. */
export interface AnswerJournal {
  readonly lines: readonly JournalLine[];
  write(line: JournalLine): void;
  close(): Promise<void>;
}

/** @param path also appended to this file, a line of JSON each; for reading after a failure. */
export function createAnswerJournal(path: string): AnswerJournal {
  const lines: JournalLine[] = [];
  const file = createWriteStream(path, { flags: "a" });
  return {
    lines,
    write(line) {
      lines.push(line);
      file.write(`${JSON.stringify(line)}\n`);
    },
    close: () => new Promise((resolve) => file.end(() => resolve())),
  };
}
