ALTER TABLE `service_policy` ADD `minimum_level` integer;--> statement-breakpoint
ALTER TABLE `service_policy` ADD `minimum_level_for_org` integer;