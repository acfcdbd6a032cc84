CREATE TABLE `calendar_subscription` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`secret_hash` text NOT NULL,
	`parties` text,
	`kinds` text,
	`level` integer NOT NULL,
	`language` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_subscription_by_secret` ON `calendar_subscription` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `calendar_subscription_by_owner` ON `calendar_subscription` (`owner`,`created_at`);--> statement-breakpoint
CREATE TABLE `deadline` (
	`id` text PRIMARY KEY NOT NULL,
	`dialog_seq` integer NOT NULL,
	`party` text NOT NULL,
	`key` text NOT NULL,
	`kind` text,
	`due_at` integer NOT NULL,
	`amount` text,
	`currency` text,
	`kid` text,
	`account` text,
	`is_met_by_owner_only` integer NOT NULL,
	`owner_met_at` integer,
	`met_at` integer,
	`met_by` text,
	`since` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`sequence` integer NOT NULL,
	FOREIGN KEY (`dialog_seq`) REFERENCES `dialog`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `deadline_open_by_party` ON `deadline` (`party`,`due_at`,`id`,`dialog_seq`,`kind`) WHERE met_at IS NULL;--> statement-breakpoint
CREATE INDEX `deadline_by_party` ON `deadline` (`party`,`due_at`,`id`,`dialog_seq`,`kind`,`met_at`);--> statement-breakpoint
CREATE INDEX `deadline_by_dialog` ON `deadline` (`dialog_seq`);--> statement-breakpoint
CREATE INDEX `dialog_by_case` ON `dialog` (`process`,`party`,`created_at`,`id`) WHERE process IS NOT NULL;--> statement-breakpoint
CREATE INDEX `dialog_by_preceding_process` ON `dialog` (`preceding_process`,`party`) WHERE preceding_process IS NOT NULL;