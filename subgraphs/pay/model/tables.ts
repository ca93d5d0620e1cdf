export { seeds } from "@micro-shop/common/database/seedOnce";
export { barrier, idempotency, inbox, outbox } from "@micro-shop/common/messaging/tables";
export { payments, paymentAttempts, paymentEvents, type AttemptStatus } from "./tables/payments";
export { ledgerEntries, refunds, type LedgerAccount, type LedgerKind } from "./tables/money";
export { reconciliations, repairWork } from "./tables/repair";
export { webhookEvents } from "./tables/providers";
export {
  sandboxCharges,
  sandboxNotices,
  sandboxRefunds,
  type SandboxChannel,
} from "./tables/sandbox";
