CREATE TABLE `seeding` (
	`id` text PRIMARY KEY NOT NULL,
	`seed` integer NOT NULL,
	`now` integer NOT NULL,
	`dialogs` integer NOT NULL,
	`finished_at` integer
);
