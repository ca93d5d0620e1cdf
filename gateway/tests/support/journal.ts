import { createEventQueue, type EventQueue } from "@micro-shop/common/messaging/eventQueue";

export interface JournalEntry {
  readonly id: string;
  readonly value: unknown;
}

/** Events with rising ids, read from any position and then live. */
export interface Journal {
  append(value: unknown): void;
  read(after: string | null): AsyncGenerator<JournalEntry, void, void>;
  /** Ends all readers. */
  finish(): void;
  /** Ends all readers and forgets all events. */
  clear(): void;
  /** Readers that are following. */
  readonly readers: number;
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  const readers = new Set<EventQueue<JournalEntry>>();
  return {
    append(value) {
      const entry = { id: String(entries.length + 1), value };
      entries.push(entry);
      for (const reader of readers) reader.push(entry);
    },
    read(after) {
      const queue: EventQueue<JournalEntry> = createEventQueue({
        limit: 10_000,
        overflow: () => new Error("A test reads too slowly."),
        onEnd: () => void readers.delete(queue),
      });
      readers.add(queue);
      for (const entry of entries)
        if (after === null || Number(entry.id) > Number(after)) queue.push(entry);
      return queue.stream;
    },
    finish() {
      for (const reader of readers) reader.finish();
    },
    clear() {
      this.finish();
      entries.length = 0;
    },
    get readers() {
      return readers.size;
    },
  };
}
