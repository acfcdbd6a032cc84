CREATE TABLE "seeding" (
	"id" text PRIMARY KEY NOT NULL,
	"seed" integer NOT NULL,
	"now" bigint NOT NULL,
	"dialogs" integer NOT NULL,
	"finished_at" bigint
);
