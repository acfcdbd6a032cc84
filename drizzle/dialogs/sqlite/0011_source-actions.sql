CREATE TABLE `source_action` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`level` integer NOT NULL,
	`language` text NOT NULL,
	`source_id` text NOT NULL,
	`item_id` text NOT NULL,
	`party` text NOT NULL,
	`action` text NOT NULL,
	`text` text,
	`idempotency_key` text NOT NULL,
	`state` text NOT NULL,
	`requested_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`last_tried_at` integer,
	`due_at` integer,
	`held_by` text,
	`finished_at` integer,
	`code` text,
	`message` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `source_action_by_key` ON `source_action` (`owner`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `source_action_by_owner` ON `source_action` (`owner`,`requested_at`,`id`);--> statement-breakpoint
CREATE INDEX `source_action_by_item` ON `source_action` (`item_id`,`owner`);--> statement-breakpoint
CREATE INDEX `source_action_due` ON `source_action` (`due_at`);--> statement-breakpoint
CREATE INDEX `source_action_finished` ON `source_action` (`finished_at`);