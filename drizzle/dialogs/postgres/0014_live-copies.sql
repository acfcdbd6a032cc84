CREATE TABLE "live_copy" (
	"name" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"taken_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "live_copy_by_expiry" ON "live_copy" USING btree ("expires_at");