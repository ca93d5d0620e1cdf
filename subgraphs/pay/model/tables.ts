export { seeds } from "@micro-shop/common/database/seedOnce";
export { barrier, idempotency, outbox } from "@micro-shop/common/messaging/tables";
export { payments, paymentAttempts, paymentEvents, type AttemptStatus } from "./tables/payments";
export { ledgerEntries, refunds, type LedgerAccount } from "./tables/money";
export { webhookEvents } from "./tables/providers";
export {
  sandboxCharges,
  sandboxNotices,
  sandboxRefunds,
  type SandboxChannel,
} from "./tables/sandbox";
