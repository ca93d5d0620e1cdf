CREATE TABLE `seed` (
	`name` varchar(40) NOT NULL,
	`seeded_at` datetime(3) NOT NULL,
	CONSTRAINT `seed_name` PRIMARY KEY(`name`)
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
CREATE TABLE `inbox` (
	`consumer` varchar(64) NOT NULL,
	`event_id` binary(16) NOT NULL,
	`applied_at` datetime(3) NOT NULL,
	CONSTRAINT `inbox_consumer_event_id_pk` PRIMARY KEY(`consumer`,`event_id`)
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
CREATE TABLE `saga` (
	`id` binary(16) NOT NULL,
	`kind` varchar(64) NOT NULL,
	`status` varchar(16) NOT NULL,
	`step` int NOT NULL,
	`data` longtext NOT NULL,
	`refusals` longtext,
	`version` int NOT NULL,
	`lease_owner` binary(16),
	`next_run_at` datetime(3),
	`attempts` int NOT NULL,
	`deadline_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `saga_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `cart` (
	`id` binary(16) NOT NULL,
	`user_id` binary(16),
	`token_hash` char(64),
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	CONSTRAINT `cart_id` PRIMARY KEY(`id`),
	CONSTRAINT `cart_user` UNIQUE(`user_id`),
	CONSTRAINT `cart_token` UNIQUE(`token_hash`),
	CONSTRAINT `cart_has_one_owner` CHECK((`user_id` is null) <> (`token_hash` is null))
);
--> statement-breakpoint
CREATE TABLE `cart_line` (
	`id` binary(16) NOT NULL,
	`cart_id` binary(16) NOT NULL,
	`sku_id` binary(16) NOT NULL,
	`quantity` int NOT NULL,
	`selected` boolean NOT NULL,
	`added_at` datetime(3) NOT NULL,
	CONSTRAINT `cart_line_id` PRIMARY KEY(`id`),
	CONSTRAINT `cart_line_sku` UNIQUE(`cart_id`,`sku_id`),
	CONSTRAINT `cart_line_quantity` CHECK(`quantity` between 1 and 999)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` binary(16) NOT NULL,
	`order_no` varchar(32) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`status` varchar(20) NOT NULL,
	`payment_status` varchar(20) NOT NULL,
	`fulfillment_status` varchar(20) NOT NULL,
	`version` int NOT NULL,
	`currency` char(3) NOT NULL,
	`items_minor` bigint NOT NULL,
	`discount_minor` bigint NOT NULL,
	`shipping_minor` bigint NOT NULL,
	`tax_minor` bigint NOT NULL,
	`total_minor` bigint NOT NULL,
	`shipping_method` varchar(32) NOT NULL,
	`address` longtext,
	`coupon_id` binary(16),
	`flash_ticket_id` binary(16),
	`payment_id` binary(16),
	`rejection` longtext,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`expires_at` datetime(3),
	`paid_at` datetime(3),
	CONSTRAINT `orders_id` PRIMARY KEY(`id`),
	CONSTRAINT `orders_order_no` UNIQUE(`order_no`),
	CONSTRAINT `orders_total` CHECK(`total_minor` = `items_minor` - `discount_minor` + `shipping_minor` + `tax_minor`),
	CONSTRAINT `orders_amounts` CHECK(`discount_minor` between 0 and `items_minor` and `shipping_minor` >= 0 and `tax_minor` >= 0)
);
--> statement-breakpoint
CREATE TABLE `order_line` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`position` int NOT NULL,
	`sku_id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`sku_code` varchar(64) NOT NULL,
	`name` varchar(500) NOT NULL,
	`quantity` int NOT NULL,
	`unit_price_minor` bigint NOT NULL,
	`discount_minor` bigint NOT NULL,
	`tax_minor` bigint NOT NULL,
	`reviewed_at` datetime(3),
	CONSTRAINT `order_line_id` PRIMARY KEY(`id`),
	CONSTRAINT `order_line_position` UNIQUE(`order_id`,`position`),
	CONSTRAINT `order_line_quantity` CHECK(`quantity` between 1 and 999),
	CONSTRAINT `order_line_discount` CHECK(`discount_minor` between 0 and `unit_price_minor` * `quantity`)
);
--> statement-breakpoint
CREATE TABLE `order_event` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`version` int NOT NULL,
	`status` varchar(20) NOT NULL,
	`actor` varchar(10) NOT NULL,
	`note` varchar(500),
	`at` datetime(3) NOT NULL,
	CONSTRAINT `order_event_id` PRIMARY KEY(`id`),
	CONSTRAINT `order_event_version` UNIQUE(`order_id`,`version`)
);
--> statement-breakpoint
CREATE TABLE `shipment` (
	`id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`status` varchar(20) NOT NULL,
	`carrier` varchar(100),
	`tracking_number` varchar(100),
	`shipped_at` datetime(3) NOT NULL,
	`delivered_at` datetime(3),
	CONSTRAINT `shipment_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `shipment_line` (
	`id` binary(16) NOT NULL,
	`shipment_id` binary(16) NOT NULL,
	`order_line_id` binary(16) NOT NULL,
	`quantity` int NOT NULL,
	CONSTRAINT `shipment_line_id` PRIMARY KEY(`id`),
	CONSTRAINT `shipment_line_once` UNIQUE(`shipment_id`,`order_line_id`),
	CONSTRAINT `shipment_line_quantity` CHECK(`quantity` >= 1)
);
--> statement-breakpoint
CREATE INDEX `outbox_pending` ON `outbox` (`published_at`,`consumer`,`event_id`);--> statement-breakpoint
CREATE INDEX `saga_due` ON `saga` (`next_run_at`);--> statement-breakpoint
CREATE INDEX `orders_of_user` ON `orders` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `orders_of_user_by_status` ON `orders` (`user_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_unpaid` ON `orders` (`status`,`expires_at`);--> statement-breakpoint
CREATE INDEX `shipment_of_order` ON `shipment` (`order_id`,`id`);