CREATE INDEX `barrier_undone` ON `barrier` (`undone_at`);--> statement-breakpoint
CREATE INDEX `idempotency_age` ON `idempotency` (`created_at`);--> statement-breakpoint
CREATE INDEX `inbox_age` ON `inbox` (`applied_at`);