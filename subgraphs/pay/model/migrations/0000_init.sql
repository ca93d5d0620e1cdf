CREATE TABLE `seed` (
	`name` varchar(40) NOT NULL,
	`seeded_at` datetime(3) NOT NULL,
	CONSTRAINT `seed_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `barrier` (
	`saga_id` binary(16) NOT NULL,
	`step` varchar(64) NOT NULL,
	`result` longtext,
	`undone_at` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `barrier_saga_id_step_pk` PRIMARY KEY(`saga_id`,`step`)
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`user_id` binary(16) NOT NULL,
	`operation` varchar(64) NOT NULL,
	`idempotency_key` varbinary(1020) NOT NULL,
	`request_hash` char(43) NOT NULL,
	`result` longtext,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `idempotency_user_id_operation_idempotency_key_pk` PRIMARY KEY(`user_id`,`operation`,`idempotency_key`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`event_id` binary(16) NOT NULL,
	`consumer` varchar(32) NOT NULL,
	`topic` varchar(64) NOT NULL,
	`payload` longtext NOT NULL,
	`occurred_at` datetime(3) NOT NULL,
	`available_at` datetime(3) NOT NULL,
	`claim_id` binary(16),
	`attempts` int NOT NULL DEFAULT 0,
	`published_at` datetime(3),
	CONSTRAINT `outbox_event_id_consumer_pk` PRIMARY KEY(`event_id`,`consumer`)
);
--> statement-breakpoint
CREATE TABLE `payment` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`buyer_id` binary(16) NOT NULL,
	`status` varchar(20) NOT NULL,
	`version` int NOT NULL,
	`provider` varchar(20),
	`currency` varchar(3) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`captured_minor` bigint NOT NULL,
	`refunded_minor` bigint NOT NULL,
	`redirect_url` varchar(2000),
	`expires_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`captured_at` datetime(3),
	CONSTRAINT `payment_id` PRIMARY KEY(`id`),
	CONSTRAINT `payment_order` UNIQUE(`order_id`),
	CONSTRAINT `payment_amount` CHECK(amount_minor >= 0),
	CONSTRAINT `payment_captured` CHECK(captured_minor >= 0 and captured_minor <= amount_minor),
	CONSTRAINT `payment_refunded` CHECK(refunded_minor >= 0 and refunded_minor <= captured_minor)
);
--> statement-breakpoint
CREATE TABLE `payment_attempt` (
	`id` binary(16) NOT NULL,
	`payment_id` binary(16) NOT NULL,
	`number` int NOT NULL,
	`provider` varchar(20) NOT NULL,
	`method_token` varchar(255),
	`idempotency_key` varchar(255) NOT NULL,
	`provider_reference` varchar(100),
	`status` varchar(20) NOT NULL,
	`decline_code` varchar(50),
	`created_at` datetime(3) NOT NULL,
	`settled_at` datetime(3),
	`next_poll_at` datetime(3),
	`polls` int NOT NULL,
	`in_flight_of` varbinary(16) GENERATED ALWAYS AS ((case when status = 'IN_FLIGHT' then payment_id else null end)) VIRTUAL,
	`captured_of` varbinary(16) GENERATED ALWAYS AS ((case when status = 'CAPTURED' then payment_id else null end)) VIRTUAL,
	CONSTRAINT `payment_attempt_id` PRIMARY KEY(`id`),
	CONSTRAINT `payment_attempt_number` UNIQUE(`payment_id`,`number`),
	CONSTRAINT `payment_attempt_reference` UNIQUE(`provider`,`provider_reference`),
	CONSTRAINT `payment_attempt_in_flight` UNIQUE(`in_flight_of`),
	CONSTRAINT `payment_attempt_captured` UNIQUE(`captured_of`)
);
--> statement-breakpoint
CREATE TABLE `payment_event` (
	`id` binary(16) NOT NULL,
	`payment_id` binary(16) NOT NULL,
	`kind` varchar(20) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `payment_event_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `ledger_entry` (
	`id` binary(16) NOT NULL,
	`transaction_id` binary(16) NOT NULL,
	`payment_id` binary(16) NOT NULL,
	`refund_id` binary(16),
	`account` varchar(30) NOT NULL,
	`kind` varchar(20) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `ledger_entry_id` PRIMARY KEY(`id`),
	CONSTRAINT `ledger_entry_transaction` UNIQUE(`transaction_id`,`account`)
);
--> statement-breakpoint
CREATE TABLE `refund` (
	`id` binary(16) NOT NULL,
	`payment_id` binary(16) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`status` varchar(20) NOT NULL,
	`reason` varchar(500),
	`idempotency_key` varchar(255) NOT NULL,
	`provider_reference` varchar(100),
	`requested_by` binary(16),
	`decided_by` binary(16),
	`created_at` datetime(3) NOT NULL,
	`settled_at` datetime(3),
	CONSTRAINT `refund_id` PRIMARY KEY(`id`),
	CONSTRAINT `refund_key` UNIQUE(`payment_id`,`idempotency_key`),
	CONSTRAINT `refund_amount` CHECK(amount_minor > 0)
);
--> statement-breakpoint
CREATE TABLE `sandbox_charge` (
	`reference` varchar(100) NOT NULL,
	`charge_key` varchar(100) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`method_token` varchar(255) NOT NULL,
	`status` varchar(20) NOT NULL,
	`decline_code` varchar(50),
	`event_id` varchar(100) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`next_delivery_at` datetime(3),
	`deliveries` int NOT NULL,
	`delivered_at` datetime(3),
	CONSTRAINT `sandbox_charge_reference` PRIMARY KEY(`reference`),
	CONSTRAINT `sandbox_charge_key` UNIQUE(`charge_key`)
);
--> statement-breakpoint
CREATE TABLE `webhook_event` (
	`provider` varchar(20) NOT NULL,
	`event_id` varchar(100) NOT NULL,
	`attempt_id` binary(16) NOT NULL,
	`received_at` datetime(3) NOT NULL,
	CONSTRAINT `webhook_event_provider_event_id_pk` PRIMARY KEY(`provider`,`event_id`)
);
--> statement-breakpoint
ALTER TABLE `payment_attempt` ADD CONSTRAINT `payment_attempt_payment_id_payment_id_fk` FOREIGN KEY (`payment_id`) REFERENCES `payment`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `payment_event` ADD CONSTRAINT `payment_event_payment_id_payment_id_fk` FOREIGN KEY (`payment_id`) REFERENCES `payment`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `ledger_entry` ADD CONSTRAINT `ledger_entry_payment_id_payment_id_fk` FOREIGN KEY (`payment_id`) REFERENCES `payment`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `refund` ADD CONSTRAINT `refund_payment_id_payment_id_fk` FOREIGN KEY (`payment_id`) REFERENCES `payment`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `outbox_pending` ON `outbox` (`published_at`,`consumer`,`event_id`);--> statement-breakpoint
CREATE INDEX `payment_attempt_poll` ON `payment_attempt` (`next_poll_at`);--> statement-breakpoint
CREATE INDEX `payment_event_payment` ON `payment_event` (`payment_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `ledger_entry_payment` ON `ledger_entry` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refund_payment` ON `refund` (`payment_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sandbox_charge_delivery` ON `sandbox_charge` (`next_delivery_at`);--> statement-breakpoint
CREATE INDEX `webhook_event_attempt` ON `webhook_event` (`attempt_id`);