CREATE TABLE `live_copy` (
	`name` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`taken_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `live_copy_by_expiry` ON `live_copy` (`expires_at`);