CREATE TABLE "access_package" (
	"urn" text PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"area" text NOT NULL,
	"is_delegable" boolean NOT NULL,
	"is_assignable" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assignment_instance" (
	"assignment_id" uuid NOT NULL,
	"service" text NOT NULL,
	"instance_ref" text NOT NULL,
	"actions" jsonb NOT NULL,
	CONSTRAINT "assignment_instance_assignment_id_instance_ref_pk" PRIMARY KEY("assignment_id","instance_ref")
);
--> statement-breakpoint
CREATE TABLE "assignment_package" (
	"assignment_id" uuid NOT NULL,
	"package_urn" text NOT NULL,
	CONSTRAINT "assignment_package_assignment_id_package_urn_pk" PRIMARY KEY("assignment_id","package_urn")
);
--> statement-breakpoint
CREATE TABLE "assignment_resource" (
	"assignment_id" uuid NOT NULL,
	"service" text NOT NULL,
	"actions" jsonb NOT NULL,
	CONSTRAINT "assignment_resource_assignment_id_service_pk" PRIMARY KEY("assignment_id","service")
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"role_urn" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_delegation_package" (
	"delegation_id" uuid NOT NULL,
	"package_urn" text NOT NULL,
	CONSTRAINT "client_delegation_package_delegation_id_package_urn_pk" PRIMARY KEY("delegation_id","package_urn")
);
--> statement-breakpoint
CREATE TABLE "client_delegation_resource" (
	"delegation_id" uuid NOT NULL,
	"service" text NOT NULL,
	CONSTRAINT "client_delegation_resource_delegation_id_service_pk" PRIMARY KEY("delegation_id","service")
);
--> statement-breakpoint
CREATE TABLE "client_delegation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_assignment_id" uuid NOT NULL,
	"to_assignment_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "party" (
	"id" uuid PRIMARY KEY NOT NULL,
	"urn" text NOT NULL,
	"type" text NOT NULL,
	"variant" text NOT NULL,
	"name" text NOT NULL,
	"parent_id" uuid,
	"party_id" integer NOT NULL,
	"date_of_birth" text,
	"date_of_death" text,
	"deleted_at" bigint,
	CONSTRAINT "party_urn_unique" UNIQUE("urn"),
	CONSTRAINT "party_party_id_unique" UNIQUE("party_id")
);
--> statement-breakpoint
CREATE TABLE "policy_rule" (
	"service" text NOT NULL,
	"action" text NOT NULL,
	"subject_urn" text NOT NULL,
	CONSTRAINT "policy_rule_service_action_subject_urn_pk" PRIMARY KEY("service","action","subject_urn")
);
--> statement-breakpoint
CREATE TABLE "role_map" (
	"role_urn" text NOT NULL,
	"implied_role_urn" text NOT NULL,
	CONSTRAINT "role_map_role_urn_implied_role_urn_pk" PRIMARY KEY("role_urn","implied_role_urn")
);
--> statement-breakpoint
CREATE TABLE "role_package" (
	"role_urn" text NOT NULL,
	"package_urn" text NOT NULL,
	"variant" text NOT NULL,
	"has_access" boolean NOT NULL,
	"can_delegate" boolean NOT NULL,
	CONSTRAINT "role_package_role_urn_package_urn_variant_pk" PRIMARY KEY("role_urn","package_urn","variant")
);
--> statement-breakpoint
CREATE TABLE "role" (
	"urn" text PRIMARY KEY NOT NULL,
	"legacy_urn" text,
	"code" text NOT NULL,
	"name" jsonb NOT NULL,
	"is_key_role" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service" (
	"urn" text PRIMARY KEY NOT NULL,
	"minimum_level" integer NOT NULL,
	"is_delegable" boolean NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_by_to" ON "assignment" USING btree ("to_id","role_urn","from_id");--> statement-breakpoint
CREATE INDEX "assignment_by_from" ON "assignment" USING btree ("from_id");--> statement-breakpoint
CREATE UNIQUE INDEX "client_delegation_by_to" ON "client_delegation" USING btree ("to_assignment_id","from_assignment_id");--> statement-breakpoint
CREATE INDEX "client_delegation_by_from" ON "client_delegation" USING btree ("from_assignment_id");--> statement-breakpoint
CREATE INDEX "party_by_parent" ON "party" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "policy_rule_by_subject" ON "policy_rule" USING btree ("subject_urn","action");