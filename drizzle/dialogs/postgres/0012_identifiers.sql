CREATE TABLE "dialog_identifier" (
	"identifier" text NOT NULL,
	"party" text NOT NULL,
	"dialog_seq" bigint NOT NULL,
	CONSTRAINT "dialog_identifier_identifier_party_dialog_seq_pk" PRIMARY KEY("identifier","party","dialog_seq")
);
--> statement-breakpoint
ALTER TABLE "dialog_identifier" ADD CONSTRAINT "dialog_identifier_dialog_seq_dialog_seq_fk" FOREIGN KEY ("dialog_seq") REFERENCES "dialog"("seq") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dialog_identifier_by_dialog" ON "dialog_identifier" USING btree ("dialog_seq","identifier");