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
CREATE TABLE `inbox` (
	`consumer` varchar(64) NOT NULL,
	`event_id` binary(16) NOT NULL,
	`applied_at` datetime(3) NOT NULL,
	CONSTRAINT `inbox_consumer_event_id_pk` PRIMARY KEY(`consumer`,`event_id`)
);
--> statement-breakpoint
CREATE TABLE `coupon_claim` (
	`template_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`claimed` int NOT NULL,
	CONSTRAINT `coupon_claim_template_id_user_id_pk` PRIMARY KEY(`template_id`,`user_id`),
	CONSTRAINT `coupon_claim_claimed` CHECK(claimed >= 0)
);
--> statement-breakpoint
CREATE TABLE `coupon` (
	`id` binary(16) NOT NULL,
	`template_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`status` enum('UNUSED','HELD','USED') NOT NULL,
	`order_id` binary(16),
	`claimed_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`held_at` datetime(3),
	`used_at` datetime(3),
	CONSTRAINT `coupon_id` PRIMARY KEY(`id`),
	CONSTRAINT `coupon_order` UNIQUE(`order_id`),
	CONSTRAINT `coupon_one_order` CHECK((status = 'UNUSED') = (order_id is null))
);
--> statement-breakpoint
CREATE TABLE `coupon_template` (
	`id` binary(16) NOT NULL,
	`code` varchar(40) NOT NULL,
	`name` varchar(100) NOT NULL,
	`kind` enum('PERCENT','FIXED') NOT NULL,
	`value` bigint NOT NULL,
	`min_spend_minor` bigint NOT NULL,
	`currency` char(3) NOT NULL,
	`quantity` int NOT NULL,
	`claimed` int NOT NULL DEFAULT 0,
	`per_user_limit` int NOT NULL,
	`category_ids` longtext NOT NULL,
	`product_ids` longtext NOT NULL,
	`starts_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`valid_days` int,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `coupon_template_id` PRIMARY KEY(`id`),
	CONSTRAINT `coupon_template_code` UNIQUE(`code`),
	CONSTRAINT `coupon_template_claimed` CHECK(claimed between 0 and quantity),
	CONSTRAINT `coupon_template_limit` CHECK(per_user_limit >= 1),
	CONSTRAINT `coupon_template_value` CHECK(value >= 1 and (kind <> 'PERCENT' or value <= 100)),
	CONSTRAINT `coupon_template_min_spend` CHECK(min_spend_minor >= 0),
	CONSTRAINT `coupon_template_valid_days` CHECK(valid_days is null or valid_days >= 1)
);
--> statement-breakpoint
CREATE TABLE `flash_sale_item` (
	`id` binary(16) NOT NULL,
	`flash_sale_id` binary(16) NOT NULL,
	`position` int NOT NULL,
	`sku_id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`flash_price_minor` bigint NOT NULL,
	`currency` char(3) NOT NULL,
	`quota` int NOT NULL,
	`sold` int NOT NULL DEFAULT 0,
	`per_user_limit` int NOT NULL,
	CONSTRAINT `flash_sale_item_id` PRIMARY KEY(`id`),
	CONSTRAINT `flash_sale_item_position` UNIQUE(`flash_sale_id`,`position`),
	CONSTRAINT `flash_sale_item_sku` UNIQUE(`flash_sale_id`,`sku_id`),
	CONSTRAINT `flash_sale_item_position_range` CHECK(position between 0 and 99),
	CONSTRAINT `flash_sale_item_sold` CHECK(sold between 0 and quota),
	CONSTRAINT `flash_sale_item_price` CHECK(flash_price_minor >= 0),
	CONSTRAINT `flash_sale_item_limit` CHECK(per_user_limit >= 1)
);
--> statement-breakpoint
CREATE TABLE `flash_sale` (
	`id` binary(16) NOT NULL,
	`name` varchar(100) NOT NULL,
	`starts_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `flash_sale_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `flash_ticket` (
	`id` binary(16) NOT NULL,
	`item_id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`quantity` int NOT NULL,
	`idempotency_key` varbinary(1020) NOT NULL,
	`status` enum('ADMITTED','ORDERED','PAID','RETURNED') NOT NULL,
	`order_id` binary(16),
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `flash_ticket_id` PRIMARY KEY(`id`),
	CONSTRAINT `flash_ticket_key` UNIQUE(`user_id`,`idempotency_key`),
	CONSTRAINT `flash_ticket_order` UNIQUE(`order_id`),
	CONSTRAINT `flash_ticket_quantity` CHECK(quantity >= 1)
);
--> statement-breakpoint
CREATE TABLE `banner` (
	`id` binary(16) NOT NULL,
	`placement` enum('HOME') NOT NULL,
	`title` varchar(200),
	`image_url` varchar(500) NOT NULL,
	`link_url` varchar(500),
	`position` int NOT NULL,
	`starts_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `banner_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `promotion` (
	`id` binary(16) NOT NULL,
	`name` varchar(100) NOT NULL,
	`kind` enum('PERCENT','FIXED','THRESHOLD','BUY_X_GET_Y','FREE_SHIPPING') NOT NULL,
	`priority` int NOT NULL,
	`stackable` boolean NOT NULL,
	`rule` longtext NOT NULL,
	`currency` char(3) NOT NULL,
	`category_ids` longtext NOT NULL,
	`product_ids` longtext NOT NULL,
	`starts_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `promotion_id` PRIMARY KEY(`id`),
	CONSTRAINT `promotion_percent` CHECK(kind <> 'PERCENT' or coalesce(json_value(rule, '$.percent'), 0) between 1 and 100),
	CONSTRAINT `promotion_fixed` CHECK(kind <> 'FIXED' or coalesce(json_value(rule, '$.fixedMinor'), 0) >= 1)
);
--> statement-breakpoint
CREATE TABLE `ranking` (
	`kind` enum('NEWEST','BEST_RATED','HOT') NOT NULL,
	`position` int NOT NULL,
	`product_id` binary(16) NOT NULL,
	`score` bigint NOT NULL,
	CONSTRAINT `ranking_kind_position_pk` PRIMARY KEY(`kind`,`position`),
	CONSTRAINT `ranking_product` UNIQUE(`product_id`,`kind`),
	CONSTRAINT `ranking_position` CHECK(position >= 1)
);
--> statement-breakpoint
ALTER TABLE `coupon` ADD CONSTRAINT `coupon_template_id_coupon_template_id_fk` FOREIGN KEY (`template_id`) REFERENCES `coupon_template`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `flash_sale_item` ADD CONSTRAINT `flash_sale_item_flash_sale_id_flash_sale_id_fk` FOREIGN KEY (`flash_sale_id`) REFERENCES `flash_sale`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `flash_ticket` ADD CONSTRAINT `flash_ticket_item_id_flash_sale_item_id_fk` FOREIGN KEY (`item_id`) REFERENCES `flash_sale_item`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `coupon_user` ON `coupon` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `coupon_template_window` ON `coupon_template` (`ends_at`,`starts_at`);--> statement-breakpoint
CREATE INDEX `flash_sale_item_product` ON `flash_sale_item` (`product_id`);--> statement-breakpoint
CREATE INDEX `flash_sale_window` ON `flash_sale` (`ends_at`,`starts_at`);--> statement-breakpoint
CREATE INDEX `flash_ticket_item` ON `flash_ticket` (`item_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `flash_ticket_expiry` ON `flash_ticket` (`status`,`expires_at`);--> statement-breakpoint
CREATE INDEX `banner_placement` ON `banner` (`placement`,`position`);--> statement-breakpoint
CREATE INDEX `promotion_window` ON `promotion` (`ends_at`,`starts_at`);