CREATE TABLE `own_labeling` (
	`owner` text NOT NULL,
	`label_id` text NOT NULL,
	`dialog_seq` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `label_id`, `dialog_seq`),
	FOREIGN KEY (`label_id`) REFERENCES `own_label`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`dialog_seq`) REFERENCES `dialog`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `own_labeling_by_label` ON `own_labeling` (`label_id`);--> statement-breakpoint
CREATE INDEX `own_labeling_by_dialog` ON `own_labeling` (`dialog_seq`,`owner`);--> statement-breakpoint
CREATE TABLE `own_label` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `own_label_by_name` ON `own_label` (`owner`,`name_key`);--> statement-breakpoint
CREATE TABLE `own_seen` (
	`owner` text NOT NULL,
	`dialog_seq` integer NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `dialog_seq`),
	FOREIGN KEY (`dialog_seq`) REFERENCES `dialog`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `own_seen_by_dialog` ON `own_seen` (`dialog_seq`);--> statement-breakpoint
CREATE INDEX `dialog_by_party_updated` ON `dialog` (`party`,`updated_at`,`id`) WHERE deleted_at IS NULL;