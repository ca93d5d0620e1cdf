-- The foreign key of user_id needs an index at all times: the new one comes before the old one goes.
CREATE INDEX `session_open` ON `session` (`user_id`,`revoked_at`,`last_used_at`);--> statement-breakpoint
DROP INDEX `session_user` ON `session`;--> statement-breakpoint
ALTER TABLE `user` ADD `disabled_at` datetime(3);--> statement-breakpoint
UPDATE `user` SET `disabled_at` = now(3) WHERE `status` = 'DISABLED';--> statement-breakpoint
ALTER TABLE `user` ADD CONSTRAINT `user_disabled_since` CHECK ((status = 'DISABLED') = (disabled_at is not null));--> statement-breakpoint
CREATE INDEX `user_disabled` ON `user` (`disabled_at`);
