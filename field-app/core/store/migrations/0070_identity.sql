-- 0070_identity.sql : a device that was copied, lost its server or was switched off can be enrolled anew on this folder.
-- Each identity has a log of its own; the rows of all logs stay in one table, in the order they were written.

-- What the last exchange with the server said about this device.
ALTER TABLE sync_state ADD COLUMN device_state TEXT NOT NULL DEFAULT 'active'
    CHECK (device_state IN ('active', 'revoked', 'forked', 'unknown'));

ALTER TABLE enrolment ADD COLUMN log INTEGER NOT NULL DEFAULT 1;              -- which log is written now

-- Who this device was before, with the keys that its old records were signed with.
CREATE TABLE past_enrolment (
    log         INTEGER NOT NULL PRIMARY KEY,
    server      TEXT    NOT NULL,
    device_id   BLOB    NOT NULL CHECK (length(device_id) = 16),
    device_name TEXT    NOT NULL,
    officer_id  BLOB    NOT NULL CHECK (length(officer_id) = 16),
    unit_id     BLOB    NOT NULL CHECK (length(unit_id) = 16),
    secret_key  BLOB    NOT NULL CHECK (length(secret_key) = 64),
    public_key  BLOB    NOT NULL CHECK (length(public_key) = 32),
    enrolled_at INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL,
    ended_as    TEXT    NOT NULL                                              -- device_state at the end
) STRICT;

-- `seq` stays the row's place among everything this device ever wrote; the number in the record's text is `log_seq`.
ALTER TABLE record ADD COLUMN log INTEGER NOT NULL DEFAULT 1;
ALTER TABLE record ADD COLUMN log_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN carries INTEGER REFERENCES record (seq);        -- the older record that this one offers again
UPDATE record SET log_seq = seq;
CREATE UNIQUE INDEX record_by_log ON record (log, log_seq);
CREATE INDEX record_waiting ON record (log, log_seq) WHERE acked = 0;
CREATE UNIQUE INDEX record_carrier ON record (carries, log) WHERE carries IS NOT NULL;
DROP INDEX record_by_ack;
CREATE TRIGGER record_keeps_its_place BEFORE UPDATE OF log, log_seq, carries ON record
BEGIN SELECT RAISE(ABORT, 'a record never changes'); END;

-- The diary tells of drafts, too.
CREATE TABLE diary_with_drafts (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    event   TEXT    NOT NULL CHECK (event IN ('push', 'pull', 'photo', 'draft', 'enrol', 'error')),
    text_id TEXT    NOT NULL,
    text_en TEXT    NOT NULL
) STRICT;
INSERT INTO diary_with_drafts (seq, at, event, text_id, text_en) SELECT seq, at, event, text_id, text_en FROM diary;
DROP TABLE diary;
ALTER TABLE diary_with_drafts RENAME TO diary;
