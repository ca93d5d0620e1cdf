CREATE TABLE `order_return_line` (
	`id` binary(16) NOT NULL,
	`return_id` binary(16) NOT NULL,
	`order_line_id` binary(16) NOT NULL,
	`quantity` int NOT NULL,
	`refund_minor` bigint,
	CONSTRAINT `order_return_line_id` PRIMARY KEY(`id`),
	CONSTRAINT `order_return_line_once` UNIQUE(`return_id`,`order_line_id`),
	CONSTRAINT `order_return_line_quantity` CHECK(`quantity` >= 1),
	CONSTRAINT `order_return_line_refund` CHECK(`refund_minor` >= 0)
);
--> statement-breakpoint
CREATE TABLE `order_return` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`status` varchar(10) NOT NULL,
	`reason` varchar(500) NOT NULL,
	`requested_at` datetime(3) NOT NULL,
	`decided_by` binary(16),
	`decided_at` datetime(3),
	`note` varchar(500),
	`received_at` datetime(3),
	`is_restocked` boolean,
	`refund_minor` bigint,
	`refund_id` binary(16),
	`refund_failure` varchar(100),
	`refunded_at` datetime(3),
	CONSTRAINT `order_return_id` PRIMARY KEY(`id`),
	CONSTRAINT `order_return_refund` UNIQUE(`refund_id`),
	CONSTRAINT `order_return_refund_minor` CHECK(`refund_minor` >= 0)
);
--> statement-breakpoint
ALTER TABLE `orders` ADD `delivered_at` datetime(3);--> statement-breakpoint
CREATE INDEX `order_return_of_order` ON `order_return` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `orders_delivered` ON `orders` (`status`,`delivered_at`);--> statement-breakpoint
UPDATE `orders` SET `delivered_at` = (SELECT max(`shipment`.`delivered_at`) FROM `shipment` WHERE `shipment`.`order_id` = `orders`.`id`) WHERE `fulfillment_status` = 'DELIVERED';
