ALTER TABLE "service_policy" ADD COLUMN "minimum_level" integer;--> statement-breakpoint
ALTER TABLE "service_policy" ADD COLUMN "minimum_level_for_org" integer;