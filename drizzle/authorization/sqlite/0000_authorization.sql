CREATE TABLE `access_package` (
	`urn` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`area` text NOT NULL,
	`is_delegable` integer NOT NULL,
	`is_assignable` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `assignment_instance` (
	`assignment_id` text NOT NULL,
	`service` text NOT NULL,
	`instance_ref` text NOT NULL,
	`actions` text NOT NULL,
	PRIMARY KEY(`assignment_id`, `instance_ref`)
);
--> statement-breakpoint
CREATE TABLE `assignment_package` (
	`assignment_id` text NOT NULL,
	`package_urn` text NOT NULL,
	PRIMARY KEY(`assignment_id`, `package_urn`)
);
--> statement-breakpoint
CREATE TABLE `assignment_resource` (
	`assignment_id` text NOT NULL,
	`service` text NOT NULL,
	`actions` text NOT NULL,
	PRIMARY KEY(`assignment_id`, `service`)
);
--> statement-breakpoint
CREATE TABLE `assignment` (
	`id` text PRIMARY KEY NOT NULL,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`role_urn` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `assignment_by_to` ON `assignment` (`to_id`,`role_urn`,`from_id`);--> statement-breakpoint
CREATE INDEX `assignment_by_from` ON `assignment` (`from_id`);--> statement-breakpoint
CREATE TABLE `client_delegation_package` (
	`delegation_id` text NOT NULL,
	`package_urn` text NOT NULL,
	PRIMARY KEY(`delegation_id`, `package_urn`)
);
--> statement-breakpoint
CREATE TABLE `client_delegation_resource` (
	`delegation_id` text NOT NULL,
	`service` text NOT NULL,
	PRIMARY KEY(`delegation_id`, `service`)
);
--> statement-breakpoint
CREATE TABLE `client_delegation` (
	`id` text PRIMARY KEY NOT NULL,
	`from_assignment_id` text NOT NULL,
	`to_assignment_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `client_delegation_by_to` ON `client_delegation` (`to_assignment_id`,`from_assignment_id`);--> statement-breakpoint
CREATE INDEX `client_delegation_by_from` ON `client_delegation` (`from_assignment_id`);--> statement-breakpoint
CREATE TABLE `party` (
	`id` text PRIMARY KEY NOT NULL,
	`urn` text NOT NULL,
	`type` text NOT NULL,
	`variant` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`party_id` integer NOT NULL,
	`date_of_birth` text,
	`date_of_death` text,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `party_urn_unique` ON `party` (`urn`);--> statement-breakpoint
CREATE UNIQUE INDEX `party_party_id_unique` ON `party` (`party_id`);--> statement-breakpoint
CREATE INDEX `party_by_parent` ON `party` (`parent_id`);--> statement-breakpoint
CREATE TABLE `policy_rule` (
	`service` text NOT NULL,
	`action` text NOT NULL,
	`subject_urn` text NOT NULL,
	PRIMARY KEY(`service`, `action`, `subject_urn`)
);
--> statement-breakpoint
CREATE INDEX `policy_rule_by_subject` ON `policy_rule` (`subject_urn`,`action`);--> statement-breakpoint
CREATE TABLE `role_map` (
	`role_urn` text NOT NULL,
	`implied_role_urn` text NOT NULL,
	PRIMARY KEY(`role_urn`, `implied_role_urn`)
);
--> statement-breakpoint
CREATE TABLE `role_package` (
	`role_urn` text NOT NULL,
	`package_urn` text NOT NULL,
	`variant` text NOT NULL,
	`has_access` integer NOT NULL,
	`can_delegate` integer NOT NULL,
	PRIMARY KEY(`role_urn`, `package_urn`, `variant`)
);
--> statement-breakpoint
CREATE TABLE `role` (
	`urn` text PRIMARY KEY NOT NULL,
	`legacy_urn` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`is_key_role` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service` (
	`urn` text PRIMARY KEY NOT NULL,
	`minimum_level` integer NOT NULL,
	`is_delegable` integer NOT NULL
);
