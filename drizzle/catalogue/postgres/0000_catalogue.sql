CREATE TABLE "service_owner" (
	"code" text PRIMARY KEY NOT NULL,
	"organization_number" text NOT NULL,
	"name" jsonb NOT NULL,
	"homepage" text
);
--> statement-breakpoint
CREATE TABLE "service_resource" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_code" text NOT NULL,
	"title" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"right_description" jsonb,
	"resource_type" text NOT NULL,
	"status" text NOT NULL,
	"is_delegable" boolean NOT NULL,
	"is_visible" boolean NOT NULL,
	"available_for_type" jsonb NOT NULL,
	"keywords" jsonb NOT NULL,
	"thematic_areas" jsonb NOT NULL,
	"contact_points" jsonb NOT NULL,
	"references" jsonb NOT NULL,
	"homepage" text,
	"replaces_id" text,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "service_resource" ADD CONSTRAINT "service_resource_owner_code_service_owner_code_fk" FOREIGN KEY ("owner_code") REFERENCES "service_owner"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "service_resource_by_owner" ON "service_resource" USING btree ("owner_code","id");