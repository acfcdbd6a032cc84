CREATE TABLE "form_answers" (
	"instance_id" text PRIMARY KEY NOT NULL,
	"answers" jsonb NOT NULL,
	"changed_at" jsonb NOT NULL,
	"prefilled" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_decision" (
	"instance_id" text NOT NULL,
	"number" integer NOT NULL,
	"decided_at" bigint NOT NULL,
	"rule_id" text NOT NULL,
	"outcome" text NOT NULL,
	"title" jsonb NOT NULL,
	"grounds" jsonb NOT NULL,
	"legal_basis" text,
	"decision_values" jsonb NOT NULL,
	"passed_over" jsonb NOT NULL,
	CONSTRAINT "form_decision_instance_id_number_pk" PRIMARY KEY("instance_id","number")
);
--> statement-breakpoint
CREATE TABLE "instance_event" (
	"position" bigserial PRIMARY KEY NOT NULL,
	"instance_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"kind" text NOT NULL,
	"at" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor" text,
	"task_id" text,
	"round" integer NOT NULL,
	"change_count" integer NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_start_key" (
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"instance_id" text NOT NULL,
	"request_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "form_start_key_caller_key_pk" PRIMARY KEY("caller","key")
);
--> statement-breakpoint
CREATE TABLE "form_submission" (
	"instance_id" text NOT NULL,
	"number" integer NOT NULL,
	"task_id" text NOT NULL,
	"snapshot" text NOT NULL,
	"hash" text NOT NULL,
	"submitted_at" bigint NOT NULL,
	"submitted_by" text NOT NULL,
	CONSTRAINT "form_submission_instance_id_number_pk" PRIMARY KEY("instance_id","number")
);
--> statement-breakpoint
ALTER TABLE "form_definition" ADD COLUMN "content" jsonb;--> statement-breakpoint
ALTER TABLE "form_definition" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "form_definition" ADD COLUMN "published_by" text;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "change_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "round" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "current_step_id" text;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "started_by_owner" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "process" text;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "preceding_process" text;--> statement-breakpoint
ALTER TABLE "form_instance" ADD COLUMN "hard_deleted_at" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "instance_event_by_instance" ON "instance_event" USING btree ("instance_id","sequence");