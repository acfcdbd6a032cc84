CREATE TABLE `life_event_step` (
	`life_event_id` text NOT NULL,
	`position` integer NOT NULL,
	`id` text NOT NULL,
	`service_id` text NOT NULL,
	`title` text,
	`due` text,
	`reason` text,
	`is_optional` integer NOT NULL,
	`depends_on` text NOT NULL,
	PRIMARY KEY(`life_event_id`, `position`)
);
--> statement-breakpoint
CREATE INDEX `life_event_step_by_service` ON `life_event_step` (`service_id`,`life_event_id`);--> statement-breakpoint
CREATE TABLE `life_event` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`keywords` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service_pending` (
	`service_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`organization` text NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `service_policy_subject` (
	`service_id` text NOT NULL,
	`subject_urn` text NOT NULL,
	`updated_at` integer NOT NULL,
	`is_deleted` integer NOT NULL,
	PRIMARY KEY(`service_id`, `subject_urn`)
);
--> statement-breakpoint
CREATE INDEX `service_policy_subject_by_change` ON `service_policy_subject` (`updated_at`,`service_id`,`subject_urn`);--> statement-breakpoint
CREATE TABLE `service_facet` (
	`service_id` text NOT NULL,
	`facet` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`service_id`, `facet`, `value`)
);
--> statement-breakpoint
CREATE INDEX `service_facet_by_value` ON `service_facet` (`facet`,`value`,`service_id`);--> statement-breakpoint
CREATE TABLE `service_policy` (
	`service_id` text NOT NULL,
	`version` integer NOT NULL,
	`xml` text NOT NULL,
	`stored_at` integer NOT NULL,
	PRIMARY KEY(`service_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `service_term` (
	`service_id` text NOT NULL,
	`term` text NOT NULL,
	`weight` integer NOT NULL,
	PRIMARY KEY(`service_id`, `term`)
);
--> statement-breakpoint
CREATE INDEX `service_term_by_term` ON `service_term` (`term`,`service_id`,`weight`);--> statement-breakpoint
CREATE TABLE `service_resource_version` (
	`service_id` text NOT NULL,
	`version` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text,
	`document` text NOT NULL,
	PRIMARY KEY(`service_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `service_term_variant` (
	`variant` text NOT NULL,
	`term` text NOT NULL,
	PRIMARY KEY(`variant`, `term`)
);
--> statement-breakpoint
ALTER TABLE `service_owner` ADD `logo` text;--> statement-breakpoint
ALTER TABLE `service_owner` ADD `contact` text;--> statement-breakpoint
ALTER TABLE `service_owner` ADD `environments` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `purpose` text;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `audience` text;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `costs` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `processing_time` text;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `legal_basis` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `produces` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `spatial` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `is_part_of` text;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `is_restricted_to_access_lists` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `self_identified_user_enabled` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `enterprise_user_enabled` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `consent` text;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `changed_by` text;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `title_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `service_resource` ADD `index_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `service_resource_by_title` ON `service_resource` (`title_key`,`id`);--> statement-breakpoint
CREATE INDEX `service_resource_by_change` ON `service_resource` (`updated_at`,`id`);