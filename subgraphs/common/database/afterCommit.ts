import type { Transaction } from "./pool";

const pending = new WeakMap<object, (() => void)[]>();

/**
 * Calls `notify` once the transaction has committed, and never when it has not. For waking whoever reads what was
 * written: it must be quick and must not throw, and a crash between commit and call loses it.
 */
export function afterCommit(transaction: Transaction, notify: () => void): void {
  const notifications = pending.get(transaction);
  if (notifications) notifications.push(notify);
  else pending.set(transaction, [notify]);
}

/** Called by `inTransaction` alone. */
export function notifyCommitted(transaction: Transaction): void {
  for (const notify of pending.get(transaction) ?? []) notify();
}
