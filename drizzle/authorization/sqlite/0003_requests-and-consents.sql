CREATE TABLE `access_request` (
	`id` text PRIMARY KEY NOT NULL,
	`requester_id` text NOT NULL,
	`giver_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`actions` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by_id` text NOT NULL,
	`sent_at` integer,
	`closed_at` integer,
	`closed_by_id` text
);
--> statement-breakpoint
CREATE INDEX `access_request_by_requester` ON `access_request` (`requester_id`,`id`);--> statement-breakpoint
CREATE INDEX `access_request_by_giver` ON `access_request` (`giver_id`,`id`);--> statement-breakpoint
CREATE TABLE `consent_right` (
	`consent_id` text NOT NULL,
	`position` integer NOT NULL,
	`service` text NOT NULL,
	`actions` text NOT NULL,
	`metadata` text NOT NULL,
	PRIMARY KEY(`consent_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `consent_service` (
	`service` text PRIMARY KEY NOT NULL,
	`template` text NOT NULL,
	`text` text NOT NULL,
	`metadata_keys` text NOT NULL,
	`is_one_time` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `consent` (
	`id` text PRIMARY KEY NOT NULL,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`required_delegator_id` text,
	`status` text NOT NULL,
	`template` text NOT NULL,
	`message` text NOT NULL,
	`redirect_url` text NOT NULL,
	`portal_view_mode` text NOT NULL,
	`is_one_time` integer NOT NULL,
	`valid_to` integer NOT NULL,
	`created_at` integer NOT NULL,
	`answered_at` integer,
	`answered_by_id` text,
	`ended_at` integer,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `consent_by_from` ON `consent` (`from_id`,`id`);--> statement-breakpoint
CREATE INDEX `consent_by_to` ON `consent` (`to_id`,`id`);