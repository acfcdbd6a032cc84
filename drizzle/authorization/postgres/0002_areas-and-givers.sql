CREATE TABLE "area_group" (
	"urn" text PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"entity_type" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "area" (
	"urn" text PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"group_urn" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sensitive_service" (
	"service" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_package" ADD COLUMN "entity_type" text DEFAULT 'ORGANIZATION' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_package" ADD COLUMN "is_available_for_service_owners" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "assignment_instance" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "assignment_instance" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "assignment_package" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "assignment_package" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "assignment_resource" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "assignment_resource" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "assignment" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "assignment" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "client_delegation_package" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "client_delegation_package" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "client_delegation_resource" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "client_delegation_resource" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "client_delegation" ADD COLUMN "given_at" bigint;--> statement-breakpoint
ALTER TABLE "client_delegation" ADD COLUMN "given_by_id" uuid;--> statement-breakpoint
ALTER TABLE "role" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "role" ADD COLUMN "description" jsonb;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "resource_type" text DEFAULT 'DEFAULT' NOT NULL;