CREATE TABLE `form_signee` (
	`instance_id` text NOT NULL,
	`task_id` text NOT NULL,
	`party` text NOT NULL,
	`name` text NOT NULL,
	`named_at` integer NOT NULL,
	`named_by` text NOT NULL,
	`removed_at` integer,
	`declined_at` integer,
	`declined_round` integer,
	`declined_reason` text,
	`access_asked_at` integer,
	PRIMARY KEY(`instance_id`, `task_id`, `party`)
);
--> statement-breakpoint
DROP INDEX `form_signature_once`;--> statement-breakpoint
ALTER TABLE `form_signature` ADD `task_id` text;--> statement-breakpoint
ALTER TABLE `form_signature` ADD `withdrawn_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `form_signature_once` ON `form_signature` (`instance_id`,`round`,`signee`) WHERE withdrawn_at IS NULL;