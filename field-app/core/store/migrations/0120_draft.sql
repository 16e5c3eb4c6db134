-- 0120_draft.sql : an unfinished inspection is copied to the server, and one that was begun on another phone of the same
-- officer can be taken over here (PROTOCOL.md 6a).

-- Counted up by every tap; `draft_sent` is the version whose copy the server has.
ALTER TABLE inspection ADD COLUMN draft_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspection ADD COLUMN draft_sent INTEGER NOT NULL DEFAULT 0;
UPDATE inspection SET draft_version = 1 WHERE state = 'open';

-- Another phone sealed it first and the officer has seen that: kept, not shown among the open ones any more.
ALTER TABLE inspection ADD COLUMN put_away INTEGER NOT NULL DEFAULT 0 CHECK (put_away IN (0, 1));
DROP INDEX inspection_open_once;
CREATE UNIQUE INDEX inspection_open_once ON inspection (lodging_id)
    WHERE state = 'open' AND correcting = 0 AND put_away = 0;

-- What the same officer left unfinished on other devices, as of the last look.
CREATE TABLE remote_draft (
    inspection_id BLOB    NOT NULL PRIMARY KEY CHECK (length(inspection_id) = 16),
    device_id     BLOB    NOT NULL CHECK (length(device_id) = 16),
    device_name   TEXT    NOT NULL,
    lodging_id    BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    checklist     TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    opened_at     INTEGER NOT NULL,
    saved_at      INTEGER NOT NULL,
    answered      INTEGER NOT NULL,
    total         INTEGER NOT NULL,
    photos        INTEGER NOT NULL,                                           -- that are on that device only
    content       TEXT    NOT NULL                                            -- JSON as it was sent
) STRICT, WITHOUT ROWID;
ALTER TABLE sync_state ADD COLUMN drafts_at INTEGER;                          -- the last look
ALTER TABLE sync_state ADD COLUMN drafts_wanted INTEGER NOT NULL DEFAULT 1 CHECK (drafts_wanted IN (0, 1));
