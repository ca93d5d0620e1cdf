import type { DemoLedgerEntry, DemoPayment } from "../types/payments";
import type { DemoWorld } from "../world";

/** What the pay subgraph inserts. */
export interface DemoPaymentSlice {
  readonly payments: readonly DemoPayment[];
  readonly ledger: readonly DemoLedgerEntry[];
}

export function demoPayments(world: DemoWorld): DemoPaymentSlice {
  const { payments, ledger } = world.payments();
  return { payments, ledger };
}
