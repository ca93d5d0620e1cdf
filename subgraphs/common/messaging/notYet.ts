/**
 * Thrown by a handler of events: this one has overtaken what it builds on and is to come again. That is nothing wrong, so
 * it is no error in the log unless it goes on for long.
 */
export class NotYet extends Error {
  override readonly name = "NotYet";
}
