export { seeds } from "@micro-shop/common/database/seedOnce";
export { barrier, idempotency, outbox } from "@micro-shop/common/messaging/tables";
export { payments, paymentAttempts, paymentEvents, type AttemptStatus } from "./tables/payments";
export { ledgerEntries, refunds, type LedgerAccount } from "./tables/money";
export { sandboxCharges, webhookEvents, type SandboxChargeStatus } from "./tables/providers";
