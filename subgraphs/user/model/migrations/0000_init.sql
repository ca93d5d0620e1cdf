CREATE TABLE `seed` (
	`name` varchar(40) NOT NULL,
	`seeded_at` datetime(3) NOT NULL,
	CONSTRAINT `seed_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` binary(16) NOT NULL,
	`email` varchar(254),
	`phone` varchar(16),
	`password_hash` varchar(255) NOT NULL,
	`name` varchar(100) NOT NULL,
	`avatar_url` varchar(500),
	`gender` varchar(10),
	`birthday` date,
	`status` varchar(10) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `user_id` PRIMARY KEY(`id`),
	CONSTRAINT `user_email` UNIQUE(`email`),
	CONSTRAINT `user_phone` UNIQUE(`phone`)
);
--> statement-breakpoint
CREATE TABLE `user_role` (
	`user_id` binary(16) NOT NULL,
	`role` varchar(20) NOT NULL,
	CONSTRAINT `user_role_user_id_role_pk` PRIMARY KEY(`user_id`,`role`)
);
--> statement-breakpoint
CREATE TABLE `address` (
	`id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`recipient` varchar(100) NOT NULL,
	`phone` varchar(32) NOT NULL,
	`country` varchar(2) NOT NULL,
	`region` varchar(100),
	`city` varchar(100) NOT NULL,
	`line1` varchar(200) NOT NULL,
	`line2` varchar(200),
	`postal_code` varchar(20),
	`is_default` boolean NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`default_of` varbinary(16) GENERATED ALWAYS AS ((case when is_default then user_id else null end)) VIRTUAL,
	CONSTRAINT `address_id` PRIMARY KEY(`id`),
	CONSTRAINT `address_default` UNIQUE(`default_of`)
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`last_used_at` datetime(3) NOT NULL,
	`revoked_at` datetime(3),
	CONSTRAINT `session_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `refresh_token` (
	`hash` varchar(64) NOT NULL,
	`session_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`used_at` datetime(3),
	CONSTRAINT `refresh_token_hash` PRIMARY KEY(`hash`)
);
--> statement-breakpoint
CREATE TABLE `favorite` (
	`id` binary(16) NOT NULL,
	`user_id` binary(16) NOT NULL,
	`product_id` binary(16) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `favorite_id` PRIMARY KEY(`id`),
	CONSTRAINT `favorite_user_product` UNIQUE(`user_id`,`product_id`)
);
--> statement-breakpoint
CREATE TABLE `login_attempt` (
	`subject` varchar(80) NOT NULL,
	`failures` int NOT NULL,
	`window_ends_at` datetime(3) NOT NULL,
	CONSTRAINT `login_attempt_subject` PRIMARY KEY(`subject`)
);
--> statement-breakpoint
ALTER TABLE `user_role` ADD CONSTRAINT `user_role_user_id_user_id_fk` FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `address` ADD CONSTRAINT `address_user_id_user_id_fk` FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `session` ADD CONSTRAINT `session_user_id_user_id_fk` FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `refresh_token` ADD CONSTRAINT `refresh_token_session_id_session_id_fk` FOREIGN KEY (`session_id`) REFERENCES `session`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `favorite` ADD CONSTRAINT `favorite_user_id_user_id_fk` FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `address_user` ON `address` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `session_revoked` ON `session` (`revoked_at`);--> statement-breakpoint
CREATE INDEX `refresh_token_session` ON `refresh_token` (`session_id`);--> statement-breakpoint
CREATE INDEX `favorite_user` ON `favorite` (`user_id`,`id`);