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
CREATE TABLE `inbox` (
	`consumer` varchar(64) NOT NULL,
	`event_id` binary(16) NOT NULL,
	`applied_at` datetime(3) NOT NULL,
	CONSTRAINT `inbox_consumer_event_id_pk` PRIMARY KEY(`consumer`,`event_id`)
);
--> statement-breakpoint
CREATE TABLE `category` (
	`id` binary(16) NOT NULL,
	`parent_id` binary(16),
	`name` varchar(100) NOT NULL,
	`slug` varchar(120) NOT NULL,
	`position` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `category_id` PRIMARY KEY(`id`),
	CONSTRAINT `category_slug` UNIQUE(`slug`)
);
--> statement-breakpoint
CREATE TABLE `product` (
	`id` binary(16) NOT NULL,
	`category_id` binary(16) NOT NULL,
	`name` varchar(200) NOT NULL,
	`slug` varchar(120) NOT NULL,
	`description` text,
	`status` enum('DRAFT','PUBLISHED','ARCHIVED') NOT NULL,
	`options` longtext NOT NULL,
	`price_minor` bigint NOT NULL,
	`currency` char(3) NOT NULL,
	`rating_sum` int NOT NULL DEFAULT 0,
	`rating_count` int NOT NULL DEFAULT 0,
	`rating_permille` int GENERATED ALWAYS AS (case when rating_count = 0 then 0 else rating_sum * 1000 div rating_count end) STORED,
	`sold_count` int NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`updated_at` datetime(3) NOT NULL,
	`listed_at` datetime(3) NOT NULL,
	`published_at` datetime(3),
	`archived_at` datetime(3),
	CONSTRAINT `product_id` PRIMARY KEY(`id`),
	CONSTRAINT `product_slug` UNIQUE(`slug`),
	CONSTRAINT `product_price_range` CHECK(price_minor >= 0),
	CONSTRAINT `product_rating_range` CHECK(rating_sum between rating_count and 5 * rating_count),
	CONSTRAINT `product_sold_range` CHECK(sold_count >= 0),
	CONSTRAINT `product_published` CHECK(status <> 'PUBLISHED' or published_at is not null)
);
--> statement-breakpoint
CREATE TABLE `product_attribute` (
	`product_id` binary(16) NOT NULL,
	`position` int NOT NULL,
	`name` varchar(100) NOT NULL,
	`kind` enum('TEXT','NUMBER','BOOLEAN') NOT NULL,
	`value` varchar(200) NOT NULL,
	CONSTRAINT `product_attribute_product_id_position_pk` PRIMARY KEY(`product_id`,`position`),
	CONSTRAINT `product_attribute_name` UNIQUE(`product_id`,`name`),
	CONSTRAINT `product_attribute_position` CHECK(position between 0 and 49)
);
--> statement-breakpoint
CREATE TABLE `product_media` (
	`id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`position` int NOT NULL,
	`url` varchar(500) NOT NULL,
	`alt` varchar(300),
	CONSTRAINT `product_media_id` PRIMARY KEY(`id`),
	CONSTRAINT `product_media_order` UNIQUE(`product_id`,`position`),
	CONSTRAINT `product_media_position` CHECK(position between 0 and 19)
);
--> statement-breakpoint
CREATE TABLE `sku` (
	`id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`code` varchar(64) NOT NULL,
	`position` int NOT NULL,
	`options` longtext NOT NULL,
	`option_key` char(64) NOT NULL,
	`price_minor` bigint NOT NULL,
	`list_price_minor` bigint,
	`currency` char(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `sku_id` PRIMARY KEY(`id`),
	CONSTRAINT `sku_code` UNIQUE(`code`),
	CONSTRAINT `sku_options` UNIQUE(`product_id`,`option_key`),
	CONSTRAINT `sku_price_range` CHECK(price_minor >= 0),
	CONSTRAINT `sku_list_price_range` CHECK(list_price_minor is null or list_price_minor >= price_minor)
);
--> statement-breakpoint
CREATE TABLE `review` (
	`id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`sku_id` binary(16) NOT NULL,
	`order_id` binary(16) NOT NULL,
	`order_line_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`rating` int NOT NULL,
	`text` text,
	`status` enum('PUBLISHED','HIDDEN') NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `review_id` PRIMARY KEY(`id`),
	CONSTRAINT `review_order_line` UNIQUE(`order_line_id`),
	CONSTRAINT `review_rating_range` CHECK(rating between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE `review_reply` (
	`id` binary(16) NOT NULL,
	`review_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`text` text NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `review_reply_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `sku_stock` (
	`sku_id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`on_hand` int NOT NULL,
	`reserved` int NOT NULL DEFAULT 0,
	CONSTRAINT `sku_stock_sku_id` PRIMARY KEY(`sku_id`),
	CONSTRAINT `sku_stock_reserved` CHECK(reserved >= 0),
	CONSTRAINT `sku_stock_on_hand` CHECK(on_hand >= reserved)
);
--> statement-breakpoint
CREATE TABLE `stock_movement` (
	`id` binary(16) NOT NULL,
	`sku_id` binary(16) NOT NULL,
	`kind` enum('OPENING','ADJUSTMENT','COMMIT','RESTOCK') NOT NULL,
	`delta` int NOT NULL,
	`reason` varchar(200) NOT NULL,
	`order_id` binary(16),
	`actor_id` binary(16),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `stock_movement_id` PRIMARY KEY(`id`),
	CONSTRAINT `stock_movement_delta` CHECK(delta <> 0)
);
--> statement-breakpoint
CREATE TABLE `stock_reservation` (
	`id` binary(16) NOT NULL,
	`kind` enum('ORDER','FLASH_SALE') NOT NULL,
	`reference_id` binary(16) NOT NULL,
	`sku_id` binary(16) NOT NULL,
	`quantity` int NOT NULL,
	`restocked_quantity` int NOT NULL DEFAULT 0,
	`status` enum('RESERVED','COMMITTED','RELEASED') NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`settled_at` datetime(3),
	CONSTRAINT `stock_reservation_id` PRIMARY KEY(`id`),
	CONSTRAINT `stock_reservation_reference` UNIQUE(`reference_id`,`kind`,`sku_id`),
	CONSTRAINT `stock_reservation_quantity` CHECK(quantity >= 0),
	CONSTRAINT `stock_reservation_restocked` CHECK(restocked_quantity between 0 and quantity)
);
--> statement-breakpoint
ALTER TABLE `category` ADD CONSTRAINT `category_parent_id_category_id_fk` FOREIGN KEY (`parent_id`) REFERENCES `category`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `product` ADD CONSTRAINT `product_category_id_category_id_fk` FOREIGN KEY (`category_id`) REFERENCES `category`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `product_attribute` ADD CONSTRAINT `product_attribute_product_id_product_id_fk` FOREIGN KEY (`product_id`) REFERENCES `product`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `product_media` ADD CONSTRAINT `product_media_product_id_product_id_fk` FOREIGN KEY (`product_id`) REFERENCES `product`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `sku` ADD CONSTRAINT `sku_product_id_product_id_fk` FOREIGN KEY (`product_id`) REFERENCES `product`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `review` ADD CONSTRAINT `review_product_id_product_id_fk` FOREIGN KEY (`product_id`) REFERENCES `product`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `review_reply` ADD CONSTRAINT `review_reply_review_id_review_id_fk` FOREIGN KEY (`review_id`) REFERENCES `review`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `category_siblings` ON `category` (`parent_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `product_newest` ON `product` (`status`,`listed_at`,`id`);--> statement-breakpoint
CREATE INDEX `product_price` ON `product` (`status`,`price_minor`,`id`);--> statement-breakpoint
CREATE INDEX `product_rating` ON `product` (`status`,`rating_permille`,`id`);--> statement-breakpoint
CREATE INDEX `product_sold` ON `product` (`status`,`sold_count`,`id`);--> statement-breakpoint
CREATE INDEX `product_category` ON `product` (`category_id`,`status`,`listed_at`,`id`);--> statement-breakpoint
CREATE INDEX `product_attribute_value` ON `product_attribute` (`name`,`value`,`product_id`);--> statement-breakpoint
CREATE INDEX `sku_product` ON `sku` (`product_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `review_product` ON `review` (`product_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `review_user` ON `review` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `review_reply_order` ON `review_reply` (`review_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sku_stock_product` ON `sku_stock` (`product_id`);--> statement-breakpoint
CREATE INDEX `stock_movement_sku` ON `stock_movement` (`sku_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `stock_movement_order` ON `stock_movement` (`order_id`);--> statement-breakpoint
CREATE INDEX `stock_reservation_sku` ON `stock_reservation` (`sku_id`,`status`);--> statement-breakpoint
CREATE INDEX `stock_reservation_expiry` ON `stock_reservation` (`status`,`expires_at`);