-- The counters' table is found whatever search path the writer has, such as an administrator's.
ALTER FUNCTION count_rules() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_register() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_holders() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_holders_by_name() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_agents() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_agents_by_name() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_new_parties() SET search_path FROM CURRENT;
--> statement-breakpoint
ALTER FUNCTION count_changed_parties() SET search_path FROM CURRENT;
