-- Names of the dialogs that are there, by the rules of subgraphs/dialogs/rules/identifiers.ts; a test holds the two
-- together.
INSERT INTO dialog_identifier (identifier, party, dialog_seq)
WITH named(seq, party, name) AS (
  SELECT seq, party, lower(trim(instance_ref)) FROM dialog WHERE instance_ref IS NOT NULL
  UNION ALL SELECT seq, party, lower(trim(external_reference)) FROM dialog WHERE external_reference IS NOT NULL
  UNION ALL SELECT d.seq, d.party, lower(trim(one.value))
    FROM dialog_body b JOIN dialog d ON d.id = b.dialog_id, jsonb_array_elements_text(b.service_owner_labels) AS one(value)
)
SELECT DISTINCT
  CASE WHEN name LIKE 'urn:altinn:integration:storage:%' THEN 'urn:altinn:instance-id:' || substr(name, 32) ELSE name END,
  party, seq
FROM named
WHERE name COLLATE "C" ~ '^(urn|https):[!-~]{1,250}$';
