CREATE TABLE `form_answers` (
	`instance_id` text PRIMARY KEY NOT NULL,
	`answers` text NOT NULL,
	`changed_at` text NOT NULL,
	`prefilled` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `form_decision` (
	`instance_id` text NOT NULL,
	`number` integer NOT NULL,
	`decided_at` integer NOT NULL,
	`rule_id` text NOT NULL,
	`outcome` text NOT NULL,
	`title` text NOT NULL,
	`grounds` text NOT NULL,
	`legal_basis` text,
	`decision_values` text NOT NULL,
	`passed_over` text NOT NULL,
	PRIMARY KEY(`instance_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `instance_event` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`instance_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor` text,
	`task_id` text,
	`round` integer NOT NULL,
	`change_count` integer NOT NULL,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instance_event_by_instance` ON `instance_event` (`instance_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `form_start_key` (
	`caller` text NOT NULL,
	`key` text NOT NULL,
	`instance_id` text NOT NULL,
	`request_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`caller`, `key`)
);
--> statement-breakpoint
CREATE TABLE `form_submission` (
	`instance_id` text NOT NULL,
	`number` integer NOT NULL,
	`task_id` text NOT NULL,
	`snapshot` text NOT NULL,
	`hash` text NOT NULL,
	`submitted_at` integer NOT NULL,
	`submitted_by` text NOT NULL,
	PRIMARY KEY(`instance_id`, `number`)
);
--> statement-breakpoint
ALTER TABLE `form_definition` ADD `content` text;--> statement-breakpoint
ALTER TABLE `form_definition` ADD `hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `form_definition` ADD `published_by` text;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `change_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `round` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `current_step_id` text;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `started_by_owner` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `process` text;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `preceding_process` text;--> statement-breakpoint
ALTER TABLE `form_instance` ADD `hard_deleted_at` integer;