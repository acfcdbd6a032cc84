CREATE TABLE "deprecation" (
	"coordinate" text PRIMARY KEY NOT NULL,
	"since" bigint NOT NULL
);
