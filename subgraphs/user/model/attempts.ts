import { eq, inArray, sql } from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { attempts } from "./tables";

export interface AttemptCount {
  readonly subject: string;
  readonly failures: number;
  readonly windowEndsAt: Date;
}

export async function findAttempts(
  executor: DatabaseExecutor,
  subjects: readonly string[],
): Promise<readonly AttemptCount[]> {
  return executor
    .select()
    .from(attempts)
    .where(inArray(attempts.subject, [...subjects]));
}

/** Counts one failure for each subject in one statement; a window that is over starts anew. */
export async function countFailures(
  executor: DatabaseExecutor,
  subjects: readonly string[],
  window: { readonly now: Date; readonly endsAt: Date },
): Promise<void> {
  const isOver = sql`${attempts.windowEndsAt} <= ${window.now}`;
  await executor
    .insert(attempts)
    .values(subjects.map((subject) => ({ subject, failures: 1, windowEndsAt: window.endsAt })))
    .onDuplicateKeyUpdate({
      set: {
        failures: sql`if(${isOver}, 1, ${attempts.failures} + 1)`,
        // MySQL and MariaDB assign from left to right: this comes after `failures` has read the old window.
        windowEndsAt: sql`if(${isOver}, values(${sql.identifier("window_ends_at")}), ${attempts.windowEndsAt})`,
      },
    });
}

/** Takes one failure back. */
export async function uncountFailure(executor: DatabaseExecutor, subject: string): Promise<void> {
  await executor
    .update(attempts)
    .set({ failures: sql`greatest(${attempts.failures} - 1, 0)` })
    .where(eq(attempts.subject, subject));
}

export async function clearAttempts(executor: DatabaseExecutor, subject: string): Promise<void> {
  await executor.delete(attempts).where(eq(attempts.subject, subject));
}
