CREATE INDEX `webhook_event_age` ON `webhook_event` (`received_at`);--> statement-breakpoint
CREATE INDEX `sandbox_notice_age` ON `sandbox_notice` (`created_at`);