CREATE TABLE `service_owner` (
	`code` text PRIMARY KEY NOT NULL,
	`organization_number` text NOT NULL,
	`name` text NOT NULL,
	`homepage` text
);
--> statement-breakpoint
CREATE TABLE `service_resource` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_code` text NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`right_description` text,
	`resource_type` text NOT NULL,
	`status` text NOT NULL,
	`is_delegable` integer NOT NULL,
	`is_visible` integer NOT NULL,
	`available_for_type` text NOT NULL,
	`keywords` text NOT NULL,
	`thematic_areas` text NOT NULL,
	`contact_points` text NOT NULL,
	`references` text NOT NULL,
	`homepage` text,
	`replaces_id` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`owner_code`) REFERENCES `service_owner`(`code`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `service_resource_by_owner` ON `service_resource` (`owner_code`,`id`);