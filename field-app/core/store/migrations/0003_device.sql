-- 0003_device.sql : who this device is, what it said (the device log), how far it got with the server.

-- One row once enrolled.
CREATE TABLE enrolment (
    only_row    INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    server      TEXT    NOT NULL,                                             -- base URL
    device_id   BLOB    NOT NULL CHECK (length(device_id) = 16),
    device_name TEXT    NOT NULL,
    officer_id  BLOB    NOT NULL CHECK (length(officer_id) = 16),
    unit_id     BLOB    NOT NULL CHECK (length(unit_id) = 16),
    token       TEXT    NOT NULL,                                             -- base64url
    secret_key  BLOB    NOT NULL CHECK (length(secret_key) = 64),             -- Ed25519
    public_key  BLOB    NOT NULL CHECK (length(public_key) = 32),
    enrolled_at INTEGER NOT NULL
) STRICT;

-- The device log: exact bytes, append-only but for the acknowledgement.
CREATE TABLE record (
    seq           INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 1),
    id            BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    kind          TEXT    NOT NULL,
    inspection_id BLOB    CHECK (inspection_id IS NULL OR length(inspection_id) = 16),
    at            INTEGER NOT NULL,
    hash          BLOB    NOT NULL CHECK (length(hash) = 32),                 -- SHA-256 of `text`
    text          TEXT    NOT NULL,                                           -- one line without its end
    acked         INTEGER NOT NULL DEFAULT 0 CHECK (acked IN (0, 1)),
    acked_at      INTEGER,
    problem_code  TEXT,                                                       -- quarantined by the server
    problem_text  TEXT
) STRICT;
CREATE INDEX record_by_ack ON record (acked, seq);
CREATE INDEX record_by_inspection ON record (inspection_id);
CREATE TRIGGER record_keeps_its_bytes BEFORE UPDATE OF seq, id, kind, at, hash, text ON record
BEGIN SELECT RAISE(ABORT, 'a record never changes'); END;
CREATE TRIGGER record_is_never_lost BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

-- How far the device got. One row from the first start on.
CREATE TABLE sync_state (
    only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    epoch        TEXT    NOT NULL DEFAULT '',
    cursor       INTEGER NOT NULL DEFAULT 0,                                  -- last change applied, in its transaction
    last_pull_at INTEGER,
    last_ok_at   INTEGER,
    last_try_at  INTEGER,
    next_try_at  INTEGER,
    problem_code TEXT,                                                        -- word of shared/base/error.hpp
    skew_ms      INTEGER,                                                     -- server clock minus ours, last seen
    replacing    INTEGER NOT NULL DEFAULT 0 CHECK (replacing IN (0, 1))       -- a full pull from cursor 0 is under way
) STRICT;
INSERT INTO sync_state (only_row) VALUES (1);

-- While a full pull is under way: what it brought so far. The rest leaves the reference tables when it is complete, so
-- that nothing vanishes from the screen half-way.
CREATE TABLE full_pull_seen (
    entity TEXT NOT NULL,
    id     BLOB NOT NULL,
    PRIMARY KEY (entity, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pref (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name IN ('lang', 'theme', 'mode')),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the officer may read about sending: newest 200 are kept.
CREATE TABLE diary (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    event   TEXT    NOT NULL CHECK (event IN ('push', 'pull', 'photo', 'enrol', 'error')),
    text_id TEXT    NOT NULL,
    text_en TEXT    NOT NULL
) STRICT;
