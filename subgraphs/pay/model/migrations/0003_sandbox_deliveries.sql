DROP INDEX `sandbox_charge_delivery` ON `sandbox_charge`;--> statement-breakpoint
ALTER TABLE `sandbox_charge` DROP COLUMN `event_id`;--> statement-breakpoint
ALTER TABLE `sandbox_charge` DROP COLUMN `next_delivery_at`;--> statement-breakpoint
ALTER TABLE `sandbox_charge` DROP COLUMN `deliveries`;--> statement-breakpoint
ALTER TABLE `sandbox_charge` DROP COLUMN `delivered_at`;--> statement-breakpoint
DROP INDEX `webhook_event_attempt` ON `webhook_event`;--> statement-breakpoint
ALTER TABLE `webhook_event` RENAME COLUMN `attempt_id` TO `subject_id`;--> statement-breakpoint
CREATE INDEX `webhook_event_subject` ON `webhook_event` (`subject_id`);