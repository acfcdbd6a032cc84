CREATE TABLE `audit_entry` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`party_id` text NOT NULL,
	`counterpart_id` text,
	`actor_id` text,
	`actor_organization` text,
	`client_id` text,
	`level` integer NOT NULL,
	`subject` text,
	`action` text,
	`outcome` text,
	`reference_id` text
);
--> statement-breakpoint
CREATE INDEX `audit_entry_by_party` ON `audit_entry` (`party_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entry_by_counterpart` ON `audit_entry` (`counterpart_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_entry_by_time` ON `audit_entry` (`at`);