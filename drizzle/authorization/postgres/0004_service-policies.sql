CREATE TABLE "access_list_member" (
	"list_id" uuid NOT NULL,
	"party_id" uuid NOT NULL,
	"since" bigint NOT NULL,
	CONSTRAINT "access_list_member_list_id_party_id_pk" PRIMARY KEY("list_id","party_id")
);
--> statement-breakpoint
CREATE TABLE "access_list_service" (
	"list_id" uuid NOT NULL,
	"service" text NOT NULL,
	"actions" jsonb,
	CONSTRAINT "access_list_service_list_id_service_pk" PRIMARY KEY("list_id","service")
);
--> statement-breakpoint
CREATE TABLE "access_list" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"identifier" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change" (
	"topic" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "restricted_service" (
	"service" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_owner" (
	"code" text PRIMARY KEY NOT NULL,
	"organization_number" text NOT NULL,
	"name" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_policy" (
	"service" text NOT NULL,
	"version" integer NOT NULL,
	"xml" text NOT NULL,
	"is_current" boolean NOT NULL,
	"is_flat" boolean NOT NULL,
	"stored_at" bigint NOT NULL,
	CONSTRAINT "service_policy_service_version_pk" PRIMARY KEY("service","version")
);
--> statement-breakpoint
CREATE INDEX "access_list_member_by_party" ON "access_list_member" USING btree ("party_id");--> statement-breakpoint
CREATE UNIQUE INDEX "access_list_by_owner" ON "access_list" USING btree ("owner","identifier");--> statement-breakpoint
CREATE INDEX "service_policy_in_force" ON "service_policy" USING btree ("is_current","is_flat","service");