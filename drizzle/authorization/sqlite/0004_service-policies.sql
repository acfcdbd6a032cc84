CREATE TABLE `access_list_member` (
	`list_id` text NOT NULL,
	`party_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`list_id`, `party_id`)
);
--> statement-breakpoint
CREATE INDEX `access_list_member_by_party` ON `access_list_member` (`party_id`);--> statement-breakpoint
CREATE TABLE `access_list_service` (
	`list_id` text NOT NULL,
	`service` text NOT NULL,
	`actions` text,
	PRIMARY KEY(`list_id`, `service`)
);
--> statement-breakpoint
CREATE TABLE `access_list` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`identifier` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_list_by_owner` ON `access_list` (`owner`,`identifier`);--> statement-breakpoint
CREATE TABLE `change` (
	`topic` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `restricted_service` (
	`service` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service_owner` (
	`code` text PRIMARY KEY NOT NULL,
	`organization_number` text NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service_policy` (
	`service` text NOT NULL,
	`version` integer NOT NULL,
	`xml` text NOT NULL,
	`is_current` integer NOT NULL,
	`is_flat` integer NOT NULL,
	`stored_at` integer NOT NULL,
	PRIMARY KEY(`service`, `version`)
);
--> statement-breakpoint
CREATE INDEX `service_policy_in_force` ON `service_policy` (`is_current`,`is_flat`,`service`);