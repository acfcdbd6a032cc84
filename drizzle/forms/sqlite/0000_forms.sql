CREATE TABLE `form_definition` (
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`org` text NOT NULL,
	`service_resource` text NOT NULL,
	`title` text NOT NULL,
	`tasks` text NOT NULL,
	`data_types` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `form_instance` (
	`id` text PRIMARY KEY NOT NULL,
	`definition_id` text NOT NULL,
	`definition_version` integer NOT NULL,
	`org` text NOT NULL,
	`service_resource` text NOT NULL,
	`party` text NOT NULL,
	`revision` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_changed_at` integer NOT NULL,
	`visible_after` integer,
	`due_before` integer,
	`current_task_id` text,
	`current_task_started_at` integer,
	`process_ended_at` integer,
	`archived_at` integer,
	`confirmed_at` integer,
	`soft_deleted_at` integer,
	`substatus` text,
	`presentation_texts` text NOT NULL,
	`data_elements` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `form_instance_by_party` ON `form_instance` (`party`,`last_changed_at`,`id`);