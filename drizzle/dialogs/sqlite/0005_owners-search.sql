DROP INDEX `dialog_by_org`;--> statement-breakpoint
CREATE INDEX `dialog_by_owner` ON `dialog` (`org`,`created_at`,`id`,`service_resource`,`status`,`updated_at`,`content_updated_at`,`deleted_at`);