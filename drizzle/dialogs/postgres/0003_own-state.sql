CREATE TABLE "own_labeling" (
	"owner" text NOT NULL,
	"label_id" uuid NOT NULL,
	"dialog_seq" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "own_labeling_owner_label_id_dialog_seq_pk" PRIMARY KEY("owner","label_id","dialog_seq")
);
--> statement-breakpoint
CREATE TABLE "own_label" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "own_seen" (
	"owner" text NOT NULL,
	"dialog_seq" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "own_seen_owner_dialog_seq_pk" PRIMARY KEY("owner","dialog_seq")
);
--> statement-breakpoint
ALTER TABLE "own_labeling" ADD CONSTRAINT "own_labeling_label_id_own_label_id_fk" FOREIGN KEY ("label_id") REFERENCES "own_label"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_labeling" ADD CONSTRAINT "own_labeling_dialog_seq_dialog_seq_fk" FOREIGN KEY ("dialog_seq") REFERENCES "dialog"("seq") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_seen" ADD CONSTRAINT "own_seen_dialog_seq_dialog_seq_fk" FOREIGN KEY ("dialog_seq") REFERENCES "dialog"("seq") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "own_labeling_by_label" ON "own_labeling" USING btree ("label_id");--> statement-breakpoint
CREATE INDEX "own_labeling_by_dialog" ON "own_labeling" USING btree ("dialog_seq","owner");--> statement-breakpoint
CREATE UNIQUE INDEX "own_label_by_name" ON "own_label" USING btree ("owner","name_key");--> statement-breakpoint
CREATE INDEX "own_seen_by_dialog" ON "own_seen" USING btree ("dialog_seq");--> statement-breakpoint
CREATE INDEX "dialog_by_party_updated" ON "dialog" USING btree ("party","updated_at","id") WHERE deleted_at IS NULL;