CREATE TABLE `price_change` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`live_order_id` binary(16),
	`status` varchar(10) NOT NULL,
	`discount_minor` bigint NOT NULL,
	`from_minor` bigint NOT NULL,
	`total_minor` bigint NOT NULL,
	`reason` varchar(500) NOT NULL,
	`changed_by` binary(16) NOT NULL,
	`requested_at` datetime(3) NOT NULL,
	`settled_at` datetime(3),
	`refusal` longtext,
	CONSTRAINT `price_change_id` PRIMARY KEY(`id`),
	CONSTRAINT `price_change_live` UNIQUE(`live_order_id`),
	CONSTRAINT `price_change_lowers` CHECK(`discount_minor` >= 1 and `total_minor` >= 1 and `total_minor` < `from_minor`)
);
--> statement-breakpoint
CREATE TABLE `refund_outcome` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`refund_id` binary(16) NOT NULL,
	`amount_minor` bigint NOT NULL,
	`failure` varchar(100),
	`at` datetime(3) NOT NULL,
	CONSTRAINT `refund_outcome_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `order_return` ADD `approved_by` binary(16);--> statement-breakpoint
ALTER TABLE `order_return` ADD `approved_at` datetime(3);--> statement-breakpoint
ALTER TABLE `orders` ADD `adjustment_minor` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `order_line` ADD `adjustment_minor` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `price_change_of_order` ON `price_change` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `refund_outcome_of_order` ON `refund_outcome` (`order_id`,`id`);--> statement-breakpoint
ALTER TABLE `orders` ADD CONSTRAINT `orders_adjustment` CHECK (`adjustment_minor` between 0 and `discount_minor`);--> statement-breakpoint
ALTER TABLE `order_line` ADD CONSTRAINT `order_line_adjustment` CHECK (`adjustment_minor` between 0 and `discount_minor`);