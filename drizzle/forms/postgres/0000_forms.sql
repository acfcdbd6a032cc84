CREATE TABLE "form_definition" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"org" text NOT NULL,
	"service_resource" text NOT NULL,
	"title" jsonb NOT NULL,
	"tasks" jsonb NOT NULL,
	"data_types" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "form_definition_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE TABLE "form_instance" (
	"id" text PRIMARY KEY NOT NULL,
	"definition_id" text NOT NULL,
	"definition_version" integer NOT NULL,
	"org" text NOT NULL,
	"service_resource" text NOT NULL,
	"party" text NOT NULL,
	"revision" uuid NOT NULL,
	"created_at" bigint NOT NULL,
	"last_changed_at" bigint NOT NULL,
	"visible_after" bigint,
	"due_before" bigint,
	"current_task_id" text,
	"current_task_started_at" bigint,
	"process_ended_at" bigint,
	"archived_at" bigint,
	"confirmed_at" bigint,
	"soft_deleted_at" bigint,
	"substatus" jsonb,
	"presentation_texts" jsonb NOT NULL,
	"data_elements" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "form_instance_by_party" ON "form_instance" USING btree ("party","last_changed_at","id");