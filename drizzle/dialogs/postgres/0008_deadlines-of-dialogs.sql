-- Deadlines of the dialogs that are there, by the rules of subgraphs/dialogs/rules/deadlines.ts; a test holds the two
-- together.
INSERT INTO deadline (
  id, dialog_seq, party, key, kind, due_at, amount, currency, kid, account, is_met_by_owner_only, owner_met_at, met_at,
  met_by, since, changed_at, sequence)
WITH known AS (
  SELECT d.seq, d.id, d.party, d.due_at, d.status, d.updated_at, d.content_updated_at, coalesce(
    (SELECT CASE a.type WHEN 'SENT_TO_SIGNING' THEN 'SIGN' WHEN 'SENT_TO_PAYMENT' THEN 'PAY' ELSE 'SEND_IN' END
      FROM activity a WHERE a.dialog_id = d.id
        AND a.type IN ('SENT_TO_SIGNING', 'SENT_TO_PAYMENT', 'SENT_TO_SEND_IN', 'SENT_TO_FORM_FILL')
      ORDER BY a.created_at DESC, a.id DESC LIMIT 1),
    (SELECT CASE WHEN count(DISTINCT named.kind) = 1 THEN min(named.kind)
        WHEN count(named.kind) = 0 AND d.instance_ref LIKE 'urn:altinn:instance-id:%' THEN 'SEND_IN' END
      FROM (
        SELECT CASE lower(trim(one.value ->> 'action'))
          WHEN 'pay' THEN 'PAY' WHEN 'sign' THEN 'SIGN' WHEN 'appeal' THEN 'APPEAL' WHEN 'answer' THEN 'ANSWER'
          WHEN 'reply' THEN 'ANSWER' WHEN 'confirm' THEN 'ANSWER' WHEN 'submit' THEN 'SEND_IN' END AS kind
        FROM dialog_body b, jsonb_array_elements(b.gui_actions) AS one(value)
        WHERE b.dialog_id = d.id) AS named)) AS kind
  FROM dialog d WHERE d.due_at IS NOT NULL
), meeting AS (
  SELECT known.*, (
    SELECT a.id FROM activity a WHERE a.dialog_id = known.id AND (
      (a.type = 'DIALOG_CLOSED' AND coalesce(known.kind, '') <> 'APPEAL')
      OR (a.type = 'PAYMENT_MADE' AND known.kind = 'PAY')
      OR (a.type = 'SIGNATURE_PROVIDED' AND known.kind = 'SIGN')
      OR (a.type = 'FORM_SUBMITTED' AND known.kind IN ('ANSWER', 'SEND_IN'))
      OR (a.type = 'CORRESPONDENCE_CONFIRMED' AND known.kind = 'ANSWER'))
    ORDER BY a.created_at, a.id LIMIT 1) AS met_id,
    (known.status = 'COMPLETED' AND coalesce(known.kind, '') <> 'APPEAL') AS is_completed
  FROM known
)
SELECT meeting.id::text || ':due', meeting.seq, meeting.party, 'due', meeting.kind, meeting.due_at, NULL, NULL, NULL, NULL, FALSE, NULL,
  coalesce(met.created_at, CASE WHEN meeting.is_completed THEN meeting.content_updated_at END),
  coalesce(met.type, CASE WHEN meeting.is_completed THEN 'COMPLETED' END), 0, meeting.updated_at, 0
FROM meeting LEFT JOIN activity met ON met.id = meeting.met_id;
