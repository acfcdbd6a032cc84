CREATE TABLE `event_delivery` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscription_id` integer NOT NULL,
	`event_seq` integer NOT NULL,
	`dialog_id` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer,
	`give_up_at` integer NOT NULL,
	`dead_at` integer,
	`last_status` integer,
	`last_error` text,
	FOREIGN KEY (`subscription_id`) REFERENCES `event_subscription`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_delivery_by_event` ON `event_delivery` (`subscription_id`,`event_seq`);--> statement-breakpoint
CREATE INDEX `event_delivery_by_due` ON `event_delivery` (`subscription_id`,`due_at`,`event_seq`);--> statement-breakpoint
CREATE INDEX `event_delivery_by_dialog` ON `event_delivery` (`subscription_id`,`dialog_id`,`event_seq`);--> statement-breakpoint
CREATE TABLE `event` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`dialog_id` text NOT NULL,
	`part_id` text,
	`org` text NOT NULL,
	`service_resource` text NOT NULL,
	`party` text NOT NULL,
	`process` text,
	`preceding_process` text,
	`extended_activity_type` text,
	`occurred_at` integer NOT NULL,
	`is_silent` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `event_by_org` ON `event` (`org`,`seq`);--> statement-breakpoint
CREATE TABLE `pending_announcement` (
	`dialog_id` text PRIMARY KEY NOT NULL,
	`due_at` integer
);
--> statement-breakpoint
CREATE INDEX `pending_announcement_by_due` ON `pending_announcement` (`due_at`);--> statement-breakpoint
CREATE TABLE `event_subscription` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org` text NOT NULL,
	`end_point` text NOT NULL,
	`resource_filter` text,
	`subject_filter` text,
	`source_filter` text,
	`type_filter` text,
	`consumer` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`validated_at` integer,
	`validation_attempts` integer NOT NULL,
	`validation_due_at` integer,
	`last_error` text,
	`position` integer NOT NULL,
	`lease_owner` text,
	`lease_until` integer
);
--> statement-breakpoint
CREATE INDEX `event_subscription_by_org` ON `event_subscription` (`org`,`id`);