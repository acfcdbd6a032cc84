CREATE TABLE `approval` (
	`subgraph` text NOT NULL,
	`finding_key` text NOT NULL,
	`by` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`subgraph`, `finding_key`)
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit` (`subject`,`id`);--> statement-breakpoint
CREATE TABLE `check_result` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`subgraphs` text NOT NULL,
	`is_passed` integer NOT NULL,
	`findings` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `check_result_by_time` ON `check_result` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `operation` (
	`key` text PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`name` text,
	`is_trusted` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `supergraph_part` (
	`supergraph` integer NOT NULL,
	`subgraph` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`supergraph`, `subgraph`),
	FOREIGN KEY (`supergraph`) REFERENCES `supergraph`(`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `subgraph` (
	`name` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `supergraph` (
	`number` integer PRIMARY KEY NOT NULL,
	`sdl` text NOT NULL,
	`api_sdl` text NOT NULL,
	`hash` text NOT NULL,
	`signature` text NOT NULL,
	`cause` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`reason` text
);
--> statement-breakpoint
CREATE TABLE `operation_use` (
	`operation` text NOT NULL,
	`client` text NOT NULL,
	`day` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`operation`, `client`, `day`)
);
--> statement-breakpoint
CREATE INDEX `operation_use_by_day` ON `operation_use` (`day`);--> statement-breakpoint
CREATE TABLE `subgraph_version` (
	`subgraph` text NOT NULL,
	`number` integer NOT NULL,
	`sdl` text NOT NULL,
	`url` text NOT NULL,
	`hash` text NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`subgraph`, `number`),
	FOREIGN KEY (`subgraph`) REFERENCES `subgraph`(`name`) ON UPDATE no action ON DELETE no action
);
