CREATE TABLE "source_action" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"level" integer NOT NULL,
	"language" text NOT NULL,
	"source_id" text NOT NULL,
	"item_id" text NOT NULL,
	"party" text NOT NULL,
	"action" text NOT NULL,
	"text" text,
	"idempotency_key" text NOT NULL,
	"state" text NOT NULL,
	"requested_at" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"last_tried_at" bigint,
	"due_at" bigint,
	"held_by" text,
	"finished_at" bigint,
	"code" text,
	"message" jsonb
);
--> statement-breakpoint
CREATE UNIQUE INDEX "source_action_by_key" ON "source_action" USING btree ("owner","idempotency_key");--> statement-breakpoint
CREATE INDEX "source_action_by_owner" ON "source_action" USING btree ("owner","requested_at","id");--> statement-breakpoint
CREATE INDEX "source_action_by_item" ON "source_action" USING btree ("item_id","owner");--> statement-breakpoint
CREATE INDEX "source_action_due" ON "source_action" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "source_action_finished" ON "source_action" USING btree ("finished_at");