CREATE TABLE `area_group` (
	`urn` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`entity_type` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `area` (
	`urn` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`group_urn` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sensitive_service` (
	`service` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE `access_package` ADD `entity_type` text DEFAULT 'ORGANIZATION' NOT NULL;--> statement-breakpoint
ALTER TABLE `access_package` ADD `is_available_for_service_owners` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `assignment_instance` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `assignment_instance` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `assignment_package` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `assignment_package` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `assignment_resource` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `assignment_resource` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `assignment` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `assignment` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `client_delegation_package` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `client_delegation_package` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `client_delegation_resource` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `client_delegation_resource` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `client_delegation` ADD `given_at` integer;--> statement-breakpoint
ALTER TABLE `client_delegation` ADD `given_by_id` text;--> statement-breakpoint
ALTER TABLE `role` ADD `provider` text;--> statement-breakpoint
ALTER TABLE `role` ADD `description` text;--> statement-breakpoint
ALTER TABLE `service` ADD `resource_type` text DEFAULT 'DEFAULT' NOT NULL;