CREATE TABLE "life_event_step" (
	"life_event_id" text NOT NULL,
	"position" integer NOT NULL,
	"id" text NOT NULL,
	"service_id" text NOT NULL,
	"title" jsonb,
	"due" jsonb,
	"reason" jsonb,
	"is_optional" boolean NOT NULL,
	"depends_on" jsonb NOT NULL,
	CONSTRAINT "life_event_step_life_event_id_position_pk" PRIMARY KEY("life_event_id","position")
);
--> statement-breakpoint
CREATE TABLE "life_event" (
	"id" text PRIMARY KEY NOT NULL,
	"title" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"keywords" jsonb NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_pending" (
	"service_id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"organization" text NOT NULL,
	"since" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_policy_subject" (
	"service_id" text NOT NULL,
	"subject_urn" text NOT NULL,
	"updated_at" bigint NOT NULL,
	"is_deleted" boolean NOT NULL,
	CONSTRAINT "service_policy_subject_service_id_subject_urn_pk" PRIMARY KEY("service_id","subject_urn")
);
--> statement-breakpoint
CREATE TABLE "service_facet" (
	"service_id" text NOT NULL,
	"facet" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "service_facet_service_id_facet_value_pk" PRIMARY KEY("service_id","facet","value")
);
--> statement-breakpoint
CREATE TABLE "service_policy" (
	"service_id" text NOT NULL,
	"version" integer NOT NULL,
	"xml" text NOT NULL,
	"stored_at" bigint NOT NULL,
	CONSTRAINT "service_policy_service_id_version_pk" PRIMARY KEY("service_id","version")
);
--> statement-breakpoint
CREATE TABLE "service_term" (
	"service_id" text NOT NULL,
	"term" text NOT NULL,
	"weight" integer NOT NULL,
	CONSTRAINT "service_term_service_id_term_pk" PRIMARY KEY("service_id","term")
);
--> statement-breakpoint
CREATE TABLE "service_resource_version" (
	"service_id" text NOT NULL,
	"version" integer NOT NULL,
	"changed_at" bigint NOT NULL,
	"changed_by" text,
	"document" jsonb NOT NULL,
	CONSTRAINT "service_resource_version_service_id_version_pk" PRIMARY KEY("service_id","version")
);
--> statement-breakpoint
CREATE TABLE "service_term_variant" (
	"variant" text NOT NULL,
	"term" text NOT NULL,
	CONSTRAINT "service_term_variant_variant_term_pk" PRIMARY KEY("variant","term")
);
--> statement-breakpoint
ALTER TABLE "service_owner" ADD COLUMN "logo" text;--> statement-breakpoint
ALTER TABLE "service_owner" ADD COLUMN "contact" jsonb;--> statement-breakpoint
ALTER TABLE "service_owner" ADD COLUMN "environments" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "purpose" jsonb;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "audience" jsonb;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "costs" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "processing_time" jsonb;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "legal_basis" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "produces" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "spatial" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "is_part_of" text;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "is_restricted_to_access_lists" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "self_identified_user_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "enterprise_user_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "consent" jsonb;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "changed_by" text;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "deleted_at" bigint;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "title_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "service_resource" ADD COLUMN "index_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "life_event_step_by_service" ON "life_event_step" USING btree ("service_id","life_event_id");--> statement-breakpoint
CREATE INDEX "service_policy_subject_by_change" ON "service_policy_subject" USING btree ("updated_at","service_id","subject_urn");--> statement-breakpoint
CREATE INDEX "service_facet_by_value" ON "service_facet" USING btree ("facet","value","service_id");--> statement-breakpoint
CREATE INDEX "service_term_by_term" ON "service_term" USING btree ("term","service_id","weight");--> statement-breakpoint
CREATE INDEX "service_resource_by_title" ON "service_resource" USING btree ("title_key","id");--> statement-breakpoint
CREATE INDEX "service_resource_by_change" ON "service_resource" USING btree ("updated_at","id");