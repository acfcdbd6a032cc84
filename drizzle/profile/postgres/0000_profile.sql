CREATE TABLE "notification_address" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"channel" text NOT NULL,
	"value" text NOT NULL,
	"verified_at" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "code_sending" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"owner_key" text NOT NULL,
	"recipient_key" text NOT NULL,
	"sent_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "party_group_member" (
	"owner" text NOT NULL,
	"group_id" uuid NOT NULL,
	"party_id" uuid NOT NULL,
	"label" text,
	"position" integer NOT NULL,
	"added_at" bigint NOT NULL,
	CONSTRAINT "party_group_member_group_id_party_id_pk" PRIMARY KEY("group_id","party_id")
);
--> statement-breakpoint
CREATE TABLE "notification_setting" (
	"owner" text NOT NULL,
	"party_id" uuid NOT NULL,
	"email_id" uuid,
	"phone_id" uuid,
	"services" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "notification_setting_owner_party_id_pk" PRIMARY KEY("owner","party_id")
);
--> statement-breakpoint
CREATE TABLE "organization_address" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"organization_number" text NOT NULL,
	"email" text,
	"phone" text,
	"country_code" text
);
--> statement-breakpoint
CREATE TABLE "outgoing_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"channel" text NOT NULL,
	"recipient" text NOT NULL,
	"language" text NOT NULL,
	"created_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"give_up_at" bigint NOT NULL,
	"attempts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "party_group" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"is_favorites" boolean NOT NULL,
	"position" integer NOT NULL,
	"revision" integer NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "profile" (
	"owner" text PRIMARY KEY NOT NULL,
	"language" text,
	"preselected_party_id" uuid,
	"show_deleted_parties" boolean DEFAULT false NOT NULL,
	"show_client_units" boolean DEFAULT false NOT NULL,
	"prompt_for_party" boolean DEFAULT true NOT NULL,
	"own_settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"username" text,
	"username_key" text,
	"phone" text,
	"next_number" integer DEFAULT 1 NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "profile_username_key_unique" UNIQUE("username_key")
);
--> statement-breakpoint
CREATE TABLE "saved_search" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"search" text,
	"filter" jsonb,
	"party_ids" jsonb,
	"asked" jsonb,
	"revision" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"last_opened_at" bigint
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"address_id" uuid PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"code_hash" text NOT NULL,
	"sent_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"attempts" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notification_address" ADD CONSTRAINT "notification_address_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party_group_member" ADD CONSTRAINT "party_group_member_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party_group_member" ADD CONSTRAINT "party_group_member_group_id_party_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "party_group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_email_id_notification_address_id_fk" FOREIGN KEY ("email_id") REFERENCES "notification_address"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_phone_id_notification_address_id_fk" FOREIGN KEY ("phone_id") REFERENCES "notification_address"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_message" ADD CONSTRAINT "outgoing_message_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "party_group" ADD CONSTRAINT "party_group_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_search" ADD CONSTRAINT "saved_search_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification" ADD CONSTRAINT "verification_address_id_notification_address_id_fk" FOREIGN KEY ("address_id") REFERENCES "notification_address"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification" ADD CONSTRAINT "verification_owner_profile_owner_fk" FOREIGN KEY ("owner") REFERENCES "profile"("owner") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notification_address_by_value" ON "notification_address" USING btree ("owner","channel","value");--> statement-breakpoint
CREATE INDEX "code_sending_by_owner" ON "code_sending" USING btree ("owner_key","sent_at");--> statement-breakpoint
CREATE INDEX "code_sending_by_recipient" ON "code_sending" USING btree ("recipient_key","sent_at");--> statement-breakpoint
CREATE INDEX "code_sending_by_moment" ON "code_sending" USING btree ("sent_at");--> statement-breakpoint
CREATE INDEX "party_group_member_by_owner" ON "party_group_member" USING btree ("owner","group_id","position");--> statement-breakpoint
CREATE INDEX "organization_address_by_number" ON "organization_address" USING btree ("organization_number","id");--> statement-breakpoint
CREATE INDEX "outgoing_message_by_due" ON "outgoing_message" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "party_group_by_name" ON "party_group" USING btree ("owner","name_key");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_search_by_owner" ON "saved_search" USING btree ("owner","number");