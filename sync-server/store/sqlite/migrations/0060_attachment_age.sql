-- When something was last added to an upload: what nobody goes on with is given up, what nobody names is removed.
ALTER TABLE attachment ADD COLUMN touched_at INTEGER NOT NULL DEFAULT 0;
UPDATE attachment SET touched_at = coalesce(completed_at, created_at);
CREATE INDEX attachment_by_age ON attachment (whole, touched_at);
