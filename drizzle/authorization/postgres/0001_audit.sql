CREATE TABLE "audit_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"kind" text NOT NULL,
	"party_id" uuid NOT NULL,
	"counterpart_id" uuid,
	"actor_id" uuid,
	"actor_organization" text,
	"client_id" text,
	"level" integer NOT NULL,
	"subject" text,
	"action" text,
	"outcome" text,
	"reference_id" uuid
);
--> statement-breakpoint
CREATE INDEX "audit_entry_by_party" ON "audit_entry" USING btree ("party_id","id");--> statement-breakpoint
CREATE INDEX "audit_entry_by_counterpart" ON "audit_entry" USING btree ("counterpart_id","id");--> statement-breakpoint
CREATE INDEX "audit_entry_by_time" ON "audit_entry" USING btree ("at");