CREATE TABLE "calendar_subscription" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"secret_hash" text NOT NULL,
	"parties" jsonb,
	"kinds" jsonb,
	"level" integer NOT NULL,
	"language" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "deadline" (
	"id" text PRIMARY KEY NOT NULL,
	"dialog_seq" bigint NOT NULL,
	"party" text NOT NULL,
	"key" text NOT NULL,
	"kind" text,
	"due_at" bigint NOT NULL,
	"amount" text,
	"currency" text,
	"kid" text,
	"account" text,
	"is_met_by_owner_only" boolean NOT NULL,
	"owner_met_at" bigint,
	"met_at" bigint,
	"met_by" text,
	"since" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"sequence" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deadline" ADD CONSTRAINT "deadline_dialog_seq_dialog_seq_fk" FOREIGN KEY ("dialog_seq") REFERENCES "dialog"("seq") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_subscription_by_secret" ON "calendar_subscription" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "calendar_subscription_by_owner" ON "calendar_subscription" USING btree ("owner","created_at");--> statement-breakpoint
CREATE INDEX "deadline_open_by_party" ON "deadline" USING btree ("party","due_at","id","dialog_seq","kind") WHERE met_at IS NULL;--> statement-breakpoint
CREATE INDEX "deadline_by_party" ON "deadline" USING btree ("party","due_at","id","dialog_seq","kind","met_at");--> statement-breakpoint
CREATE INDEX "deadline_by_dialog" ON "deadline" USING btree ("dialog_seq");--> statement-breakpoint
CREATE INDEX "dialog_by_case" ON "dialog" USING btree ("process","party","created_at","id") WHERE process IS NOT NULL;--> statement-breakpoint
CREATE INDEX "dialog_by_preceding_process" ON "dialog" USING btree ("preceding_process","party") WHERE preceding_process IS NOT NULL;