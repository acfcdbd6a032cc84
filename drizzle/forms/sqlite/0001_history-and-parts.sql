CREATE TABLE `form_blob` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_id` text NOT NULL,
	`sweep_at` integer
);
--> statement-breakpoint
CREATE INDEX `form_blob_by_instance` ON `form_blob` (`instance_id`);--> statement-breakpoint
CREATE INDEX `form_blob_to_sweep` ON `form_blob` (`sweep_at`);--> statement-breakpoint
CREATE TABLE `form_outbox` (
	`instance_id` text PRIMARY KEY NOT NULL,
	`changes` integer NOT NULL,
	`delivered` integer NOT NULL,
	`due_at` integer,
	`attempts` integer NOT NULL,
	`last_error` text
);
--> statement-breakpoint
CREATE INDEX `form_outbox_due` ON `form_outbox` (`due_at`);--> statement-breakpoint
CREATE TABLE `form_payment` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_id` text NOT NULL,
	`round` integer NOT NULL,
	`status` text NOT NULL,
	`provider_reference` text,
	`pay_url` text,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`lines` text NOT NULL,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`settled_at` integer,
	`check_at` integer,
	`checks` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `form_payment_by_instance` ON `form_payment` (`instance_id`,`round`);--> statement-breakpoint
CREATE INDEX `form_payment_to_check` ON `form_payment` (`check_at`);--> statement-breakpoint
CREATE TABLE `form_signature` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_id` text NOT NULL,
	`round` integer NOT NULL,
	`signee` text NOT NULL,
	`signed_at` integer NOT NULL,
	`hash` text NOT NULL,
	`statement` text NOT NULL,
	`signature` text NOT NULL,
	`key_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `form_signature_once` ON `form_signature` (`instance_id`,`round`,`signee`);