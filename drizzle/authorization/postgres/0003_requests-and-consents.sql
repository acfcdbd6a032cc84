CREATE TABLE "access_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"requester_id" uuid NOT NULL,
	"giver_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"actions" jsonb,
	"status" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by_id" uuid NOT NULL,
	"sent_at" bigint,
	"closed_at" bigint,
	"closed_by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "consent_right" (
	"consent_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"service" text NOT NULL,
	"actions" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	CONSTRAINT "consent_right_consent_id_position_pk" PRIMARY KEY("consent_id","position")
);
--> statement-breakpoint
CREATE TABLE "consent_service" (
	"service" text PRIMARY KEY NOT NULL,
	"template" text NOT NULL,
	"text" jsonb NOT NULL,
	"metadata_keys" jsonb NOT NULL,
	"is_one_time" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"required_delegator_id" uuid,
	"status" text NOT NULL,
	"template" text NOT NULL,
	"message" jsonb NOT NULL,
	"redirect_url" text NOT NULL,
	"portal_view_mode" text NOT NULL,
	"is_one_time" boolean NOT NULL,
	"valid_to" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"answered_at" bigint,
	"answered_by_id" uuid,
	"ended_at" bigint,
	"used_at" bigint
);
--> statement-breakpoint
CREATE INDEX "access_request_by_requester" ON "access_request" USING btree ("requester_id","id");--> statement-breakpoint
CREATE INDEX "access_request_by_giver" ON "access_request" USING btree ("giver_id","id");--> statement-breakpoint
CREATE INDEX "consent_by_from" ON "consent" USING btree ("from_id","id");--> statement-breakpoint
CREATE INDEX "consent_by_to" ON "consent" USING btree ("to_id","id");