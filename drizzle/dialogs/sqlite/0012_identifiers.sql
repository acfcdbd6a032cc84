CREATE TABLE `dialog_identifier` (
	`identifier` text NOT NULL,
	`party` text NOT NULL,
	`dialog_seq` integer NOT NULL,
	PRIMARY KEY(`identifier`, `party`, `dialog_seq`),
	FOREIGN KEY (`dialog_seq`) REFERENCES `dialog`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `dialog_identifier_by_dialog` ON `dialog_identifier` (`dialog_seq`,`identifier`);