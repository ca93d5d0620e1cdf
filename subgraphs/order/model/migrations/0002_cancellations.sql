CREATE TABLE `cancellation_request` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`live_order_id` binary(16),
	`status` varchar(10) NOT NULL,
	`reason` varchar(500),
	`requested_by` binary(16) NOT NULL,
	`requested_at` datetime(3) NOT NULL,
	`resolved_by` binary(16),
	`resolved_at` datetime(3),
	`note` varchar(500),
	CONSTRAINT `cancellation_request_id` PRIMARY KEY(`id`),
	CONSTRAINT `cancellation_live` UNIQUE(`live_order_id`)
);
--> statement-breakpoint
CREATE TABLE `order_note` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`author_id` binary(16) NOT NULL,
	`text` varchar(2000) NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `order_note_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `orders` ADD `refunded_minor` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `expiry_checked_at` datetime(3);--> statement-breakpoint
CREATE INDEX `cancellation_of_order` ON `cancellation_request` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `cancellation_open` ON `cancellation_request` (`status`,`order_id`);--> statement-breakpoint
CREATE INDEX `order_note_of_order` ON `order_note` (`order_id`,`id`);--> statement-breakpoint
ALTER TABLE `orders` ADD CONSTRAINT `orders_refunded` CHECK (`refunded_minor` between 0 and `total_minor`);--> statement-breakpoint
UPDATE `orders` SET `refunded_minor` = `total_minor` WHERE `payment_status` = 'REFUNDED';
