CREATE TABLE "approval" (
	"subgraph" text NOT NULL,
	"finding_key" text NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "approval_subgraph_finding_key_pk" PRIMARY KEY("subgraph","finding_key")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "check_result" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL,
	"subgraphs" text NOT NULL,
	"is_passed" boolean NOT NULL,
	"findings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operation" (
	"key" text PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"name" text,
	"is_trusted" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supergraph_part" (
	"supergraph" integer NOT NULL,
	"subgraph" text NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "supergraph_part_supergraph_subgraph_pk" PRIMARY KEY("supergraph","subgraph")
);
--> statement-breakpoint
CREATE TABLE "subgraph" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supergraph" (
	"number" integer PRIMARY KEY NOT NULL,
	"sdl" text NOT NULL,
	"api_sdl" text NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL,
	"cause" text NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "operation_use" (
	"operation" text NOT NULL,
	"client" text NOT NULL,
	"day" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "operation_use_operation_client_day_pk" PRIMARY KEY("operation","client","day")
);
--> statement-breakpoint
CREATE TABLE "subgraph_version" (
	"subgraph" text NOT NULL,
	"number" integer NOT NULL,
	"sdl" text NOT NULL,
	"url" text NOT NULL,
	"hash" text NOT NULL,
	"published_at" bigint NOT NULL,
	"published_by" text NOT NULL,
	"reason" text,
	CONSTRAINT "subgraph_version_subgraph_number_pk" PRIMARY KEY("subgraph","number")
);
--> statement-breakpoint
ALTER TABLE "supergraph_part" ADD CONSTRAINT "supergraph_part_supergraph_supergraph_number_fk" FOREIGN KEY ("supergraph") REFERENCES "supergraph"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subgraph_version" ADD CONSTRAINT "subgraph_version_subgraph_subgraph_name_fk" FOREIGN KEY ("subgraph") REFERENCES "subgraph"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_by_subject" ON "audit" USING btree ("subject","id");--> statement-breakpoint
CREATE INDEX "check_result_by_time" ON "check_result" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "operation_use_by_day" ON "operation_use" USING btree ("day");