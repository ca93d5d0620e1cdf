CREATE TABLE `sandbox_notice` (
	`id` varchar(100) NOT NULL,
	`channel` varchar(10) NOT NULL,
	`body` varchar(2000) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`next_delivery_at` datetime(3),
	`deliveries` int NOT NULL,
	`delivered_at` datetime(3),
	CONSTRAINT `sandbox_notice_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `sandbox_refund` (
	`reference` varchar(100) NOT NULL,
	`channel` varchar(10) NOT NULL,
	`refund_key` varchar(100) NOT NULL,
	`charge_reference` varchar(100) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`currency` varchar(3) NOT NULL,
	`status` varchar(20) NOT NULL,
	`failure_code` varchar(50),
	`created_at` datetime(3) NOT NULL,
	`result_at` datetime(3),
	CONSTRAINT `sandbox_refund_reference` PRIMARY KEY(`reference`),
	CONSTRAINT `sandbox_refund_key` UNIQUE(`refund_key`),
	CONSTRAINT `sandbox_refund_amount` CHECK(amount_minor > 0)
);
--> statement-breakpoint
ALTER TABLE `sandbox_charge` ADD `channel` varchar(10) NOT NULL;--> statement-breakpoint
ALTER TABLE `sandbox_charge` ADD `capture` varchar(10) NOT NULL;--> statement-breakpoint
ALTER TABLE `sandbox_charge` ADD `captured_minor` bigint NOT NULL;--> statement-breakpoint
ALTER TABLE `sandbox_charge` ADD `result_at` datetime(3);--> statement-breakpoint
UPDATE `sandbox_charge` SET `channel` = 'CARD', `capture` = 'AUTOMATIC';--> statement-breakpoint
UPDATE `sandbox_charge` SET `result_at` = `next_delivery_at` WHERE `status` = 'PENDING';--> statement-breakpoint
UPDATE `sandbox_charge` SET `status` = 'CAPTURED', `captured_minor` = `amount_minor` WHERE `status` = 'APPROVED';--> statement-breakpoint
ALTER TABLE `sandbox_refund` ADD CONSTRAINT `sandbox_refund_charge_reference_sandbox_charge_reference_fk` FOREIGN KEY (`charge_reference`) REFERENCES `sandbox_charge`(`reference`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `sandbox_notice_delivery` ON `sandbox_notice` (`next_delivery_at`);--> statement-breakpoint
CREATE INDEX `sandbox_refund_charge` ON `sandbox_refund` (`charge_reference`);--> statement-breakpoint
CREATE INDEX `sandbox_refund_result` ON `sandbox_refund` (`result_at`);--> statement-breakpoint
ALTER TABLE `sandbox_charge` ADD CONSTRAINT `sandbox_charge_captured` CHECK (captured_minor >= 0 and captured_minor <= amount_minor);--> statement-breakpoint
CREATE INDEX `sandbox_charge_result` ON `sandbox_charge` (`result_at`);