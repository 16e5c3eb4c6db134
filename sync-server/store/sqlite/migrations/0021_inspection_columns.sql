-- 0021_inspection_columns.sql : what belongs to one inspection stands in its row; indexes that no question uses are gone.

-- Answers as groups of items that count up: first item, values; \x1F between them, \x1E between groups; y, n, a for
-- "yes", "no", "na", any other value as JSON (sync-server/store/sqlite/answers_column.hpp).
ALTER TABLE inspection ADD COLUMN answers TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN notes TEXT;                           -- JSON object item -> note; null: none
UPDATE inspection
   SET answers = coalesce((SELECT group_concat(item || char(31) || value, char(30))
                             FROM inspection_answer a WHERE a.inspection_id = inspection.id), ''),
       notes = (SELECT json_group_object(item, note)
                  FROM inspection_answer a WHERE a.inspection_id = inspection.id AND a.note IS NOT NULL
                HAVING count(*) > 0);
DROP TABLE inspection_answer;

-- The door that the code on the paper opens: SHA-256 of its token. Eight bytes of it are enough to find the row.
ALTER TABLE inspection ADD COLUMN portal_key BLOB CHECK (portal_key IS NULL OR length(portal_key) = 32);
ALTER TABLE inspection ADD COLUMN link_expires_at INTEGER;
UPDATE inspection
   SET portal_key = (SELECT key FROM inspection_link k WHERE k.inspection_id = inspection.id),
       link_expires_at = (SELECT expires_at FROM inspection_link k WHERE k.inspection_id = inspection.id);
DROP TABLE inspection_link;
CREATE INDEX inspection_by_key ON inspection (substr(portal_key, 1, 8)) WHERE portal_key IS NOT NULL;

DROP INDEX inspection_by_officer;
DROP INDEX inspection_by_record;
DROP INDEX inspection_by_visit;
CREATE INDEX inspection_by_visit ON inspection (visit_id) WHERE visit_id IS NOT NULL;

CREATE TABLE photo_of_inspection (
    n             INTEGER NOT NULL PRIMARY KEY,
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    sha256        BLOB    NOT NULL CHECK (length(sha256) = 32),
    item          TEXT    NOT NULL,
    bytes         INTEGER NOT NULL CHECK (bytes > 0),
    type          TEXT    NOT NULL CHECK (type IN ('image/jpeg', 'image/png'))
) STRICT;
INSERT INTO photo_of_inspection (inspection_id, sha256, item, bytes, type)
SELECT inspection_id, sha256, item, bytes, type FROM inspection_photo ORDER BY inspection_id, sha256, item;
DROP TABLE inspection_photo;
ALTER TABLE photo_of_inspection RENAME TO inspection_photo;
CREATE INDEX inspection_photo_by_inspection ON inspection_photo (inspection_id);
CREATE INDEX inspection_photo_by_hash ON inspection_photo (substr(sha256, 1, 8));

-- Notices that name a finding are found through their lodging.
DROP INDEX notice_finding_by_finding;
