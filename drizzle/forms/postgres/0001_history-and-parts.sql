CREATE TABLE "form_blob" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instance_id" text NOT NULL,
	"sweep_at" bigint
);
--> statement-breakpoint
CREATE TABLE "form_outbox" (
	"instance_id" text PRIMARY KEY NOT NULL,
	"changes" integer NOT NULL,
	"delivered" integer NOT NULL,
	"due_at" bigint,
	"attempts" integer NOT NULL,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "form_payment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instance_id" text NOT NULL,
	"round" integer NOT NULL,
	"status" text NOT NULL,
	"provider_reference" text,
	"pay_url" text,
	"currency" text NOT NULL,
	"amount_minor" integer NOT NULL,
	"lines" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" bigint NOT NULL,
	"settled_at" bigint,
	"check_at" bigint,
	"checks" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_signature" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instance_id" text NOT NULL,
	"round" integer NOT NULL,
	"signee" text NOT NULL,
	"signed_at" bigint NOT NULL,
	"hash" text NOT NULL,
	"statement" text NOT NULL,
	"signature" text NOT NULL,
	"key_id" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "form_blob_by_instance" ON "form_blob" USING btree ("instance_id");--> statement-breakpoint
CREATE INDEX "form_blob_to_sweep" ON "form_blob" USING btree ("sweep_at");--> statement-breakpoint
CREATE INDEX "form_outbox_due" ON "form_outbox" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "form_payment_by_instance" ON "form_payment" USING btree ("instance_id","round");--> statement-breakpoint
CREATE INDEX "form_payment_to_check" ON "form_payment" USING btree ("check_at");--> statement-breakpoint
CREATE UNIQUE INDEX "form_signature_once" ON "form_signature" USING btree ("instance_id","round","signee");