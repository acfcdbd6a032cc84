CREATE TABLE "event_delivery" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"subscription_id" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	"dialog_id" uuid NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" bigint,
	"give_up_at" bigint NOT NULL,
	"dead_at" bigint,
	"last_status" integer,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "event" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"dialog_id" uuid NOT NULL,
	"part_id" uuid,
	"org" text NOT NULL,
	"service_resource" text NOT NULL,
	"party" text NOT NULL,
	"process" text,
	"preceding_process" text,
	"extended_activity_type" text,
	"occurred_at" bigint NOT NULL,
	"is_silent" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_announcement" (
	"dialog_id" uuid PRIMARY KEY NOT NULL,
	"due_at" bigint
);
--> statement-breakpoint
CREATE TABLE "event_subscription" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"org" text NOT NULL,
	"end_point" text NOT NULL,
	"resource_filter" text,
	"subject_filter" text,
	"source_filter" text,
	"type_filter" text,
	"consumer" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"validated_at" bigint,
	"validation_attempts" integer NOT NULL,
	"validation_due_at" bigint,
	"last_error" text,
	"position" bigint NOT NULL,
	"lease_owner" text,
	"lease_until" bigint
);
--> statement-breakpoint
ALTER TABLE "event_delivery" ADD CONSTRAINT "event_delivery_subscription_id_event_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "event_subscription"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "event_delivery_by_event" ON "event_delivery" USING btree ("subscription_id","event_seq");--> statement-breakpoint
CREATE INDEX "event_delivery_by_due" ON "event_delivery" USING btree ("subscription_id","due_at","event_seq");--> statement-breakpoint
CREATE INDEX "event_delivery_by_dialog" ON "event_delivery" USING btree ("subscription_id","dialog_id","event_seq");--> statement-breakpoint
CREATE INDEX "event_by_org" ON "event" USING btree ("org","seq");--> statement-breakpoint
CREATE INDEX "pending_announcement_by_due" ON "pending_announcement" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "event_subscription_by_org" ON "event_subscription" USING btree ("org","id");