-- Dialogs had lost the deadline of what was overdue when they were followed: those of instances that are not done yet
-- are followed once more.
UPDATE form_outbox SET changes = changes + 1, due_at = 0, attempts = 0
WHERE instance_id IN (
  SELECT id FROM form_instance
  WHERE due_before IS NOT NULL AND archived_at IS NULL AND soft_deleted_at IS NULL AND hard_deleted_at IS NULL);
