CREATE INDEX `idempotency_age` ON `idempotency` (`created_at`);--> statement-breakpoint
CREATE INDEX `inbox_age` ON `inbox` (`applied_at`);--> statement-breakpoint
CREATE INDEX `saga_next_run` ON `saga` (`next_run_at`,`created_at`);--> statement-breakpoint
DROP INDEX `saga_due` ON `saga`;