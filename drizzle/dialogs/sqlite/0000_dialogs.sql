CREATE TABLE `activity` (
	`id` text PRIMARY KEY NOT NULL,
	`dialog_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`type` text NOT NULL,
	`extended_type` text,
	`transmission_id` text,
	`performed_by` text NOT NULL,
	`description` text,
	FOREIGN KEY (`dialog_id`) REFERENCES `dialog`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `activity_by_dialog` ON `activity` (`dialog_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `dialog_body` (
	`dialog_id` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL,
	`attachments` text NOT NULL,
	`gui_actions` text NOT NULL,
	`api_actions` text NOT NULL,
	`search_tags` text NOT NULL,
	`service_owner_labels` text NOT NULL,
	FOREIGN KEY (`dialog_id`) REFERENCES `dialog`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `dialog` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`source_id` text NOT NULL,
	`source_status` text,
	`org` text NOT NULL,
	`service_resource` text NOT NULL,
	`service_resource_type` text NOT NULL,
	`party` text NOT NULL,
	`status` text NOT NULL,
	`extended_status` text,
	`extended_status_code` text,
	`external_reference` text,
	`progress` integer,
	`process` text,
	`preceding_process` text,
	`instance_ref` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`content_updated_at` integer NOT NULL,
	`visible_from` integer,
	`due_at` integer,
	`expires_at` integer,
	`deleted_at` integer,
	`is_api_only` integer NOT NULL,
	`is_frozen` integer NOT NULL,
	`system_labels` integer NOT NULL,
	`is_seen_since_last_content_update` integer NOT NULL,
	`has_unopened_content` integer NOT NULL,
	`from_service_owner_transmissions_count` integer NOT NULL,
	`from_party_transmissions_count` integer NOT NULL,
	`gui_attachment_count` integer NOT NULL,
	`title` text NOT NULL,
	`summary` text,
	`sender_name` text,
	`non_sensitive_title` text,
	`non_sensitive_summary` text,
	`has_non_sensitive_title` integer NOT NULL,
	`revision` text NOT NULL,
	`end_user_context_revision` text NOT NULL,
	`service_owner_context_revision` text NOT NULL,
	`idempotent_key` text,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dialog_id_unique` ON `dialog` (`id`);--> statement-breakpoint
CREATE INDEX `dialog_by_party` ON `dialog` (`party`,`content_updated_at`,`id`,`seq`,`service_resource`,`status`,`system_labels`,`is_seen_since_last_content_update`,`has_non_sensitive_title`,`is_api_only`,`visible_from`,`expires_at`,`deleted_at`,`org`,`source_id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `dialog_by_party_created` ON `dialog` (`party`,`created_at`,`id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `dialog_by_party_due` ON `dialog` (`party`,`due_at`,`id`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `dialog_by_instance` ON `dialog` (`instance_ref`);--> statement-breakpoint
CREATE INDEX `dialog_by_process` ON `dialog` (`process`,`content_updated_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `dialog_by_idempotent_key` ON `dialog` (`org`,`idempotent_key`);--> statement-breakpoint
CREATE TABLE `label_assignment_log` (
	`id` text PRIMARY KEY NOT NULL,
	`dialog_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`name` text NOT NULL,
	`action` text NOT NULL,
	`performed_by` text NOT NULL,
	FOREIGN KEY (`dialog_id`) REFERENCES `dialog`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `label_assignment_log_by_dialog` ON `label_assignment_log` (`dialog_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `seen_log` (
	`id` text PRIMARY KEY NOT NULL,
	`dialog_id` text NOT NULL,
	`seen_at` integer NOT NULL,
	`seen_by` text NOT NULL,
	`end_user_type` text NOT NULL,
	`is_via_service_owner` integer NOT NULL,
	FOREIGN KEY (`dialog_id`) REFERENCES `dialog`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `seen_log_by_dialog` ON `seen_log` (`dialog_id`,`seen_at`,`id`);--> statement-breakpoint
CREATE TABLE `source` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`delivery` text NOT NULL,
	`copied_at` integer,
	`stale_after_millis` integer,
	`covers_from` integer,
	`supplied_count` integer,
	`held_count` integer NOT NULL,
	`reason` text
);
--> statement-breakpoint
CREATE TABLE `transmission` (
	`id` text PRIMARY KEY NOT NULL,
	`dialog_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`type` text NOT NULL,
	`authorization_attribute` text,
	`extended_type` text,
	`external_reference` text,
	`related_transmission_id` text,
	`idempotent_key` text,
	`sender` text NOT NULL,
	`content` text NOT NULL,
	`attachments` text NOT NULL,
	`navigational_actions` text NOT NULL,
	FOREIGN KEY (`dialog_id`) REFERENCES `dialog`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `transmission_by_dialog` ON `transmission` (`dialog_id`,`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `transmission_by_idempotent_key` ON `transmission` (`dialog_id`,`idempotent_key`);