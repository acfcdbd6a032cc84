CREATE TABLE "form_signee" (
	"instance_id" text NOT NULL,
	"task_id" text NOT NULL,
	"party" text NOT NULL,
	"name" text NOT NULL,
	"named_at" bigint NOT NULL,
	"named_by" text NOT NULL,
	"removed_at" bigint,
	"declined_at" bigint,
	"declined_round" integer,
	"declined_reason" text,
	"access_asked_at" bigint,
	CONSTRAINT "form_signee_instance_id_task_id_party_pk" PRIMARY KEY("instance_id","task_id","party")
);
--> statement-breakpoint
DROP INDEX "form_signature_once";--> statement-breakpoint
ALTER TABLE "form_signature" ADD COLUMN "task_id" text;--> statement-breakpoint
ALTER TABLE "form_signature" ADD COLUMN "withdrawn_at" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "form_signature_once" ON "form_signature" USING btree ("instance_id","round","signee") WHERE withdrawn_at IS NULL;