-- Counts changes of what decisions rest on, whoever writes it, in the transaction that writes it:
--   rules      what holds for everybody: roles, packages, services, policies, access lists
--   register   parties themselves, and who owns which sole proprietorship
--   <party>    what was given to a party
-- See docs/decisions/0012-kept-until-changed.md.
CREATE FUNCTION count_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_register() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version) VALUES ('register', 1)
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version)
    SELECT a.to_id::text, 1 FROM changed a
    GROUP BY a.to_id ORDER BY a.to_id
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  INSERT INTO change (topic, version)
    SELECT 'register', 1 FROM changed a JOIN role r ON r.urn = a.role_urn AND r.code = 'innehaver' LIMIT 1
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_holders_by_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version)
    SELECT a.to_id::text, 1 FROM changed c JOIN assignment a ON a.id = c.assignment_id
    GROUP BY a.to_id ORDER BY a.to_id
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_agents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version)
    SELECT a.to_id::text, 1 FROM changed c JOIN assignment a ON a.id = c.to_assignment_id
    GROUP BY a.to_id ORDER BY a.to_id
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_agents_by_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version)
    SELECT a.to_id::text, 1 FROM changed c JOIN client_delegation d ON d.id = c.delegation_id
    JOIN assignment a ON a.id = d.to_assignment_id
    GROUP BY a.to_id ORDER BY a.to_id
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER role_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER role_map_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role_map
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER role_package_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role_package
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER access_package_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access_package
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER service_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON service
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER policy_rule_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON policy_rule
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER service_policy_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON service_policy
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER service_owner_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON service_owner
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER access_list_member_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access_list_member
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER restricted_service_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON restricted_service
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER access_list_service_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access_list_service
  FOR EACH STATEMENT EXECUTE FUNCTION count_rules();
--> statement-breakpoint
CREATE TRIGGER assignment_insert_counts AFTER INSERT ON assignment
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders();
--> statement-breakpoint
CREATE TRIGGER assignment_delete_counts AFTER DELETE ON assignment
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders();
--> statement-breakpoint
CREATE TRIGGER assignment_update_from_counts AFTER UPDATE ON assignment
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders();
--> statement-breakpoint
CREATE TRIGGER assignment_update_to_counts AFTER UPDATE ON assignment
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders();
--> statement-breakpoint
CREATE TRIGGER assignment_package_insert_counts AFTER INSERT ON assignment_package
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_package_delete_counts AFTER DELETE ON assignment_package
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_package_update_from_counts AFTER UPDATE ON assignment_package
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_package_update_to_counts AFTER UPDATE ON assignment_package
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_resource_insert_counts AFTER INSERT ON assignment_resource
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_resource_delete_counts AFTER DELETE ON assignment_resource
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_resource_update_from_counts AFTER UPDATE ON assignment_resource
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_resource_update_to_counts AFTER UPDATE ON assignment_resource
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_instance_insert_counts AFTER INSERT ON assignment_instance
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_instance_delete_counts AFTER DELETE ON assignment_instance
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_instance_update_from_counts AFTER UPDATE ON assignment_instance
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER assignment_instance_update_to_counts AFTER UPDATE ON assignment_instance
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_holders_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_insert_counts AFTER INSERT ON client_delegation
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents();
--> statement-breakpoint
CREATE TRIGGER client_delegation_delete_counts AFTER DELETE ON client_delegation
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents();
--> statement-breakpoint
CREATE TRIGGER client_delegation_update_from_counts AFTER UPDATE ON client_delegation
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents();
--> statement-breakpoint
CREATE TRIGGER client_delegation_update_to_counts AFTER UPDATE ON client_delegation
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents();
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_insert_counts AFTER INSERT ON client_delegation_package
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_delete_counts AFTER DELETE ON client_delegation_package
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_update_from_counts AFTER UPDATE ON client_delegation_package
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_update_to_counts AFTER UPDATE ON client_delegation_package
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_insert_counts AFTER INSERT ON client_delegation_resource
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_delete_counts AFTER DELETE ON client_delegation_resource
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_update_from_counts AFTER UPDATE ON client_delegation_resource
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_update_to_counts AFTER UPDATE ON client_delegation_resource
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_agents_by_name();
--> statement-breakpoint
CREATE FUNCTION count_new_parties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version)
    SELECT 'register', 1 FROM changed p
    WHERE p.parent_id IS NOT NULL
      OR EXISTS (SELECT 1 FROM assignment a WHERE a.from_id = p.id)
      OR EXISTS (SELECT 1 FROM assignment a WHERE a.to_id = p.id)
    LIMIT 1
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER party_insert_counts AFTER INSERT ON party
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_new_parties();
--> statement-breakpoint
CREATE FUNCTION count_changed_parties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, version)
    SELECT 'register', 1 WHERE EXISTS (SELECT * FROM changed EXCEPT SELECT * FROM before)
    ON CONFLICT (topic) DO UPDATE SET version = change.version + 1;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER party_update_counts AFTER UPDATE ON party
  REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_parties();
--> statement-breakpoint
CREATE TRIGGER party_delete_counts AFTER DELETE ON party
  FOR EACH STATEMENT EXECUTE FUNCTION count_register();
