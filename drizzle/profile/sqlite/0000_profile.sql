CREATE TABLE `notification_address` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`channel` text NOT NULL,
	`value` text NOT NULL,
	`verified_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_address_by_value` ON `notification_address` (`owner`,`channel`,`value`);--> statement-breakpoint
CREATE TABLE `code_sending` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner_key` text NOT NULL,
	`recipient_key` text NOT NULL,
	`sent_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `code_sending_by_owner` ON `code_sending` (`owner_key`,`sent_at`);--> statement-breakpoint
CREATE INDEX `code_sending_by_recipient` ON `code_sending` (`recipient_key`,`sent_at`);--> statement-breakpoint
CREATE INDEX `code_sending_by_moment` ON `code_sending` (`sent_at`);--> statement-breakpoint
CREATE TABLE `party_group_member` (
	`owner` text NOT NULL,
	`group_id` text NOT NULL,
	`party_id` text NOT NULL,
	`label` text,
	`position` integer NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`group_id`, `party_id`),
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`group_id`) REFERENCES `party_group`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `party_group_member_by_owner` ON `party_group_member` (`owner`,`group_id`,`position`);--> statement-breakpoint
CREATE TABLE `notification_setting` (
	`owner` text NOT NULL,
	`party_id` text NOT NULL,
	`email_id` text,
	`phone_id` text,
	`services` text NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `party_id`),
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`email_id`) REFERENCES `notification_address`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`phone_id`) REFERENCES `notification_address`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `organization_address` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`organization_number` text NOT NULL,
	`email` text,
	`phone` text,
	`country_code` text
);
--> statement-breakpoint
CREATE INDEX `organization_address_by_number` ON `organization_address` (`organization_number`,`id`);--> statement-breakpoint
CREATE TABLE `outgoing_message` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`language` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`give_up_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `outgoing_message_by_due` ON `outgoing_message` (`due_at`);--> statement-breakpoint
CREATE TABLE `party_group` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`is_favorites` integer NOT NULL,
	`position` integer NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `party_group_by_name` ON `party_group` (`owner`,`name_key`);--> statement-breakpoint
CREATE TABLE `profile` (
	`owner` text PRIMARY KEY NOT NULL,
	`language` text,
	`preselected_party_id` text,
	`show_deleted_parties` integer DEFAULT false NOT NULL,
	`show_client_units` integer DEFAULT false NOT NULL,
	`prompt_for_party` integer DEFAULT true NOT NULL,
	`own_settings` text DEFAULT '{}' NOT NULL,
	`username` text,
	`username_key` text,
	`phone` text,
	`next_number` integer DEFAULT 1 NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `profile_username_key_unique` ON `profile` (`username_key`);--> statement-breakpoint
CREATE TABLE `saved_search` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`search` text,
	`filter` text,
	`party_ids` text,
	`asked` text,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_opened_at` integer,
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_search_by_owner` ON `saved_search` (`owner`,`number`);--> statement-breakpoint
CREATE TABLE `verification` (
	`address_id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`code_hash` text NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	FOREIGN KEY (`address_id`) REFERENCES `notification_address`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`owner`) REFERENCES `profile`(`owner`) ON UPDATE no action ON DELETE cascade
);
