CREATE TABLE "activity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dialog_id" uuid NOT NULL,
	"created_at" bigint NOT NULL,
	"type" text NOT NULL,
	"extended_type" text,
	"transmission_id" uuid,
	"performed_by" jsonb NOT NULL,
	"description" jsonb
);
--> statement-breakpoint
CREATE TABLE "dialog_body" (
	"dialog_id" uuid PRIMARY KEY NOT NULL,
	"content" jsonb NOT NULL,
	"attachments" jsonb NOT NULL,
	"gui_actions" jsonb NOT NULL,
	"api_actions" jsonb NOT NULL,
	"search_tags" jsonb NOT NULL,
	"service_owner_labels" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dialog" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"source_id" text NOT NULL,
	"source_status" text,
	"org" text NOT NULL,
	"service_resource" text NOT NULL,
	"service_resource_type" text NOT NULL,
	"party" text NOT NULL,
	"status" text NOT NULL,
	"extended_status" jsonb,
	"extended_status_code" text,
	"external_reference" text,
	"progress" integer,
	"process" text,
	"preceding_process" text,
	"instance_ref" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"content_updated_at" bigint NOT NULL,
	"visible_from" bigint,
	"due_at" bigint,
	"expires_at" bigint,
	"deleted_at" bigint,
	"is_api_only" boolean NOT NULL,
	"is_frozen" boolean NOT NULL,
	"system_labels" integer NOT NULL,
	"is_seen_since_last_content_update" boolean NOT NULL,
	"has_unopened_content" boolean NOT NULL,
	"from_service_owner_transmissions_count" integer NOT NULL,
	"from_party_transmissions_count" integer NOT NULL,
	"gui_attachment_count" integer NOT NULL,
	"title" jsonb NOT NULL,
	"summary" jsonb,
	"sender_name" jsonb,
	"non_sensitive_title" jsonb,
	"non_sensitive_summary" jsonb,
	"has_non_sensitive_title" boolean NOT NULL,
	"revision" uuid NOT NULL,
	"end_user_context_revision" uuid NOT NULL,
	"service_owner_context_revision" uuid NOT NULL,
	"idempotent_key" text,
	CONSTRAINT "dialog_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "label_assignment_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dialog_id" uuid NOT NULL,
	"created_at" bigint NOT NULL,
	"name" text NOT NULL,
	"action" text NOT NULL,
	"performed_by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seen_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dialog_id" uuid NOT NULL,
	"seen_at" bigint NOT NULL,
	"seen_by" jsonb NOT NULL,
	"end_user_type" text NOT NULL,
	"is_via_service_owner" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source" (
	"id" text PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"delivery" text NOT NULL,
	"copied_at" bigint,
	"stale_after_millis" bigint,
	"covers_from" bigint,
	"supplied_count" integer,
	"held_count" integer NOT NULL,
	"reason" jsonb
);
--> statement-breakpoint
CREATE TABLE "transmission" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dialog_id" uuid NOT NULL,
	"created_at" bigint NOT NULL,
	"type" text NOT NULL,
	"authorization_attribute" text,
	"extended_type" text,
	"external_reference" text,
	"related_transmission_id" uuid,
	"idempotent_key" text,
	"sender" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"attachments" jsonb NOT NULL,
	"navigational_actions" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_dialog_id_dialog_id_fk" FOREIGN KEY ("dialog_id") REFERENCES "dialog"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dialog_body" ADD CONSTRAINT "dialog_body_dialog_id_dialog_id_fk" FOREIGN KEY ("dialog_id") REFERENCES "dialog"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dialog" ADD CONSTRAINT "dialog_source_id_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label_assignment_log" ADD CONSTRAINT "label_assignment_log_dialog_id_dialog_id_fk" FOREIGN KEY ("dialog_id") REFERENCES "dialog"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seen_log" ADD CONSTRAINT "seen_log_dialog_id_dialog_id_fk" FOREIGN KEY ("dialog_id") REFERENCES "dialog"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transmission" ADD CONSTRAINT "transmission_dialog_id_dialog_id_fk" FOREIGN KEY ("dialog_id") REFERENCES "dialog"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_by_dialog" ON "activity" USING btree ("dialog_id","created_at","id");--> statement-breakpoint
CREATE INDEX "dialog_by_party" ON "dialog" USING btree ("party","content_updated_at","id","seq","service_resource","status","system_labels","is_seen_since_last_content_update","has_non_sensitive_title","is_api_only","visible_from","expires_at","deleted_at","org","source_id") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "dialog_by_party_created" ON "dialog" USING btree ("party","created_at","id") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "dialog_by_party_due" ON "dialog" USING btree ("party","due_at","id") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX "dialog_by_instance" ON "dialog" USING btree ("instance_ref");--> statement-breakpoint
CREATE INDEX "dialog_by_process" ON "dialog" USING btree ("process","content_updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "dialog_by_idempotent_key" ON "dialog" USING btree ("org","idempotent_key");--> statement-breakpoint
CREATE INDEX "label_assignment_log_by_dialog" ON "label_assignment_log" USING btree ("dialog_id","created_at","id");--> statement-breakpoint
CREATE INDEX "seen_log_by_dialog" ON "seen_log" USING btree ("dialog_id","seen_at","id");--> statement-breakpoint
CREATE INDEX "transmission_by_dialog" ON "transmission" USING btree ("dialog_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "transmission_by_idempotent_key" ON "transmission" USING btree ("dialog_id","idempotent_key");