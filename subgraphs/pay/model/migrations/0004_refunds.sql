CREATE TABLE `inbox` (
	`consumer` varchar(64) NOT NULL,
	`event_id` binary(16) NOT NULL,
	`applied_at` datetime(3) NOT NULL,
	CONSTRAINT `inbox_consumer_event_id_pk` PRIMARY KEY(`consumer`,`event_id`)
);
--> statement-breakpoint
CREATE TABLE `reconciliation` (
	`slot` datetime(3) NOT NULL,
	`started_at` datetime(3) NOT NULL,
	`finished_at` datetime(3),
	`compared` int NOT NULL,
	`unanswered` int NOT NULL,
	`differing` int NOT NULL,
	CONSTRAINT `reconciliation_slot` PRIMARY KEY(`slot`)
);
--> statement-breakpoint
CREATE TABLE `repair_work` (
	`id` binary(16) NOT NULL,
	`kind` varchar(30) NOT NULL,
	`payment_id` binary(16) NOT NULL,
	`subject_id` binary(16) NOT NULL,
	`found` varchar(255) NOT NULL,
	`opened_at` datetime(3) NOT NULL,
	`resolved_at` datetime(3),
	`resolved_by` binary(16),
	`note` varchar(500),
	CONSTRAINT `repair_work_id` PRIMARY KEY(`id`),
	CONSTRAINT `repair_work_finding` UNIQUE(`subject_id`,`kind`,`found`)
);
--> statement-breakpoint
ALTER TABLE `refund` ADD `failure_code` varchar(50);--> statement-breakpoint
ALTER TABLE `refund` ADD `decided_at` datetime(3);--> statement-breakpoint
ALTER TABLE `refund` ADD `next_try_at` datetime(3);--> statement-breakpoint
ALTER TABLE `refund` ADD `tries` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `repair_work` ADD CONSTRAINT `repair_work_payment_id_payment_id_fk` FOREIGN KEY (`payment_id`) REFERENCES `payment`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `inbox_age` ON `inbox` (`applied_at`);--> statement-breakpoint
CREATE INDEX `repair_work_payment` ON `repair_work` (`payment_id`);--> statement-breakpoint
CREATE INDEX `repair_work_open` ON `repair_work` (`resolved_at`,`id`);--> statement-breakpoint
CREATE INDEX `payment_attempt_settled` ON `payment_attempt` (`settled_at`,`id`);--> statement-breakpoint
CREATE INDEX `payment_status` ON `payment` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `refund_due` ON `refund` (`next_try_at`);--> statement-breakpoint
CREATE INDEX `refund_status` ON `refund` (`status`,`payment_id`);--> statement-breakpoint
CREATE INDEX `refund_settled` ON `refund` (`settled_at`,`id`);