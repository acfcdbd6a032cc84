CREATE TABLE `deprecation` (
	`coordinate` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL
);
