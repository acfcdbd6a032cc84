-- Counts changes of what decisions rest on, whoever writes it, in the transaction that writes it:
--   rules      what holds for everybody: roles, packages, services, policies, access lists
--   register   parties themselves, and who owns which sole proprietorship
--   <party>    what was given to a party
-- See docs/decisions/0012-kept-until-changed.md.
CREATE TRIGGER role_insert_counts AFTER INSERT ON role BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_update_counts AFTER UPDATE ON role BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_delete_counts AFTER DELETE ON role BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_map_insert_counts AFTER INSERT ON role_map BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_map_update_counts AFTER UPDATE ON role_map BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_map_delete_counts AFTER DELETE ON role_map BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_package_insert_counts AFTER INSERT ON role_package BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_package_update_counts AFTER UPDATE ON role_package BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER role_package_delete_counts AFTER DELETE ON role_package BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_package_insert_counts AFTER INSERT ON access_package BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_package_update_counts AFTER UPDATE ON access_package BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_package_delete_counts AFTER DELETE ON access_package BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_insert_counts AFTER INSERT ON service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_update_counts AFTER UPDATE ON service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_delete_counts AFTER DELETE ON service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER policy_rule_insert_counts AFTER INSERT ON policy_rule BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER policy_rule_update_counts AFTER UPDATE ON policy_rule BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER policy_rule_delete_counts AFTER DELETE ON policy_rule BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_policy_insert_counts AFTER INSERT ON service_policy BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_policy_update_counts AFTER UPDATE ON service_policy BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_policy_delete_counts AFTER DELETE ON service_policy BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_owner_insert_counts AFTER INSERT ON service_owner BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_owner_update_counts AFTER UPDATE ON service_owner BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER service_owner_delete_counts AFTER DELETE ON service_owner BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_list_member_insert_counts AFTER INSERT ON access_list_member BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_list_member_update_counts AFTER UPDATE ON access_list_member BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_list_member_delete_counts AFTER DELETE ON access_list_member BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER restricted_service_insert_counts AFTER INSERT ON restricted_service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER restricted_service_update_counts AFTER UPDATE ON restricted_service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER restricted_service_delete_counts AFTER DELETE ON restricted_service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_list_service_insert_counts AFTER INSERT ON access_list_service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_list_service_update_counts AFTER UPDATE ON access_list_service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_list_service_delete_counts AFTER DELETE ON access_list_service BEGIN
  INSERT INTO change (topic, version) VALUES ('rules', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_insert_counts AFTER INSERT ON assignment BEGIN
  INSERT INTO change (topic, version) VALUES (NEW.to_id, 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT 'register', 1 FROM role WHERE urn = NEW.role_urn AND code = 'innehaver'
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_update_counts AFTER UPDATE ON assignment BEGIN
  INSERT INTO change (topic, version) VALUES (OLD.to_id, 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) VALUES (NEW.to_id, 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT 'register', 1 FROM role WHERE urn = OLD.role_urn AND code = 'innehaver'
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT 'register', 1 FROM role WHERE urn = NEW.role_urn AND code = 'innehaver'
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_delete_counts AFTER DELETE ON assignment BEGIN
  INSERT INTO change (topic, version) VALUES (OLD.to_id, 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT 'register', 1 FROM role WHERE urn = OLD.role_urn AND code = 'innehaver'
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_package_insert_counts AFTER INSERT ON assignment_package BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_package_update_counts AFTER UPDATE ON assignment_package BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_package_delete_counts AFTER DELETE ON assignment_package BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_resource_insert_counts AFTER INSERT ON assignment_resource BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_resource_update_counts AFTER UPDATE ON assignment_resource BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_resource_delete_counts AFTER DELETE ON assignment_resource BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_instance_insert_counts AFTER INSERT ON assignment_instance BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_instance_update_counts AFTER UPDATE ON assignment_instance BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER assignment_instance_delete_counts AFTER DELETE ON assignment_instance BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_insert_counts AFTER INSERT ON client_delegation BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.to_assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_update_counts AFTER UPDATE ON client_delegation BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.to_assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = NEW.to_assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_delete_counts AFTER DELETE ON client_delegation BEGIN
  INSERT INTO change (topic, version) SELECT to_id, 1 FROM assignment WHERE id = OLD.to_assignment_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_insert_counts AFTER INSERT ON client_delegation_package BEGIN
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = NEW.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_update_counts AFTER UPDATE ON client_delegation_package BEGIN
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = OLD.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = NEW.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_package_delete_counts AFTER DELETE ON client_delegation_package BEGIN
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = OLD.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_insert_counts AFTER INSERT ON client_delegation_resource BEGIN
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = NEW.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_update_counts AFTER UPDATE ON client_delegation_resource BEGIN
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = OLD.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = NEW.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER client_delegation_resource_delete_counts AFTER DELETE ON client_delegation_resource BEGIN
  INSERT INTO change (topic, version) SELECT a.to_id, 1 FROM client_delegation d JOIN assignment a ON a.id = d.to_assignment_id
    WHERE d.id = OLD.delegation_id
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER party_insert_counts AFTER INSERT ON party
WHEN NEW.parent_id IS NOT NULL
  OR EXISTS (SELECT 1 FROM assignment WHERE from_id = NEW.id OR to_id = NEW.id) BEGIN
  INSERT INTO change (topic, version) VALUES ('register', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER party_update_counts AFTER UPDATE ON party
WHEN OLD.id IS NOT NEW.id
  OR OLD.urn IS NOT NEW.urn
  OR OLD.type IS NOT NEW.type
  OR OLD.variant IS NOT NEW.variant
  OR OLD.name IS NOT NEW.name
  OR OLD.parent_id IS NOT NEW.parent_id
  OR OLD.party_id IS NOT NEW.party_id
  OR OLD.date_of_birth IS NOT NEW.date_of_birth
  OR OLD.date_of_death IS NOT NEW.date_of_death
  OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN
  INSERT INTO change (topic, version) VALUES ('register', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
--> statement-breakpoint
CREATE TRIGGER party_delete_counts AFTER DELETE ON party BEGIN
  INSERT INTO change (topic, version) VALUES ('register', 1)
    ON CONFLICT (topic) DO UPDATE SET version = version + 1;
END;
