-- 0002_inspection.sql : the device's own work, from the first tap to the seal.

CREATE TABLE inspection (
    id                BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),   -- UUIDv7
    lodging_id        BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    visit_id          BLOB    CHECK (visit_id IS NULL OR length(visit_id) = 16),
    checklist         TEXT    NOT NULL REFERENCES checklist (version),        -- kept by a draft whatever is published later
    zone              TEXT    NOT NULL,                                       -- IANA name where it was opened
    state             TEXT    NOT NULL CHECK (state IN ('open', 'sealed')),
    opened_at         INTEGER NOT NULL,                                       -- ms since 1970, UTC
    saved_at          INTEGER NOT NULL,
    sealed_at         INTEGER,
    position          TEXT,                                                   -- item the officer stood at
    outcome           TEXT    NOT NULL DEFAULT 'done'
                      CHECK (outcome IN ('done', 'refused', 'closed', 'not_found', 'wrong_address', 'unsafe')),
    outcome_reason    TEXT,
    manager_signature TEXT,                                                   -- JSON as in the sealed body
    start_fix         TEXT,                                                   -- JSON as in the sealed body
    end_fix           TEXT,
    emergency_at      INTEGER,
    on_feed           INTEGER NOT NULL DEFAULT 0 CHECK (on_feed IN (0, 1)),   -- the feed has brought its summary
    new_findings      INTEGER,                                                -- set when sealed
    persisting        INTEGER,
    record_seq        INTEGER REFERENCES record (seq),
    portal_token      BLOB    CHECK (portal_token IS NULL OR length(portal_token) = 32),
    paper             TEXT,                                                   -- what the berita acara shows, frozen when sealed
    CHECK ((state = 'sealed') = (sealed_at IS NOT NULL)),
    CHECK ((state = 'sealed') = (record_seq IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_by_state ON inspection (state, saved_at);
CREATE INDEX inspection_by_lodging ON inspection (lodging_id, state);
CREATE INDEX inspection_by_visit ON inspection (visit_id);
CREATE INDEX inspection_by_checklist ON inspection (checklist);
CREATE INDEX inspection_by_record ON inspection (record_seq);
-- One open inspection per lodging: opening again resumes it.
CREATE UNIQUE INDEX inspection_open_once ON inspection (lodging_id) WHERE state = 'open';

CREATE TABLE answer (
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    item          TEXT    NOT NULL,
    value         TEXT,                                                       -- JSON scalar; NULL = only a note or a photo
    note          TEXT,
    answered_at   INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, item)
) STRICT, WITHOUT ROWID;

-- Append-only: every change of a draft in the order it was made.
CREATE TABLE answer_journal (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    at            INTEGER NOT NULL,
    what          TEXT    NOT NULL,                                           -- answer, sample, entry, photo, disposition …
    item          TEXT,
    value         TEXT                                                        -- what was set; NULL = cleared
) STRICT;
CREATE INDEX answer_journal_by_inspection ON answer_journal (inspection_id, seq);
CREATE TRIGGER answer_journal_keeps_its_rows BEFORE UPDATE ON answer_journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER answer_journal_loses_nothing BEFORE DELETE ON answer_journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE register_sample (
    inspection_id BLOB    NOT NULL PRIMARY KEY REFERENCES inspection (id),
    from_date     TEXT    NOT NULL,
    to_date       TEXT    NOT NULL,
    total_lines   INTEGER NOT NULL CHECK (total_lines >= 0),
    n             INTEGER NOT NULL CHECK (n BETWEEN 0 AND total_lines),
    start         INTEGER NOT NULL,
    step          INTEGER NOT NULL,
    most_blank    TEXT,
    drawn_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sample_entry (
    inspection_id BLOB    NOT NULL REFERENCES register_sample (inspection_id) ON DELETE CASCADE,
    k             INTEGER NOT NULL CHECK (k >= 1),
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    verified      INTEGER NOT NULL CHECK (verified IN (0, 1)),
    foreign_guest INTEGER NOT NULL CHECK (foreign_guest IN (0, 1)),
    reported      INTEGER NOT NULL CHECK (reported IN (0, 1) AND reported <= foreign_guest),
    minor         INTEGER NOT NULL CHECK (minor IN (0, 1)),
    companion     INTEGER NOT NULL CHECK (companion IN (0, 1) AND companion <= minor),
    counted_at    INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, k)
) STRICT, WITHOUT ROWID;

-- Content first, then the row that names it, in one transaction: a photo is whole or absent.
CREATE TABLE photo (
    sha256     BLOB    NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
    type       TEXT    NOT NULL CHECK (type IN ('image/jpeg', 'image/png')),
    bytes      INTEGER NOT NULL CHECK (bytes > 0),
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    added_at   INTEGER NOT NULL,
    sent_bytes INTEGER NOT NULL DEFAULT 0,                                    -- what the server last said it holds
    on_server  INTEGER NOT NULL DEFAULT 0 CHECK (on_server IN (0, 1)),        -- whole and verified there
    content    BLOB    NOT NULL CHECK (length(content) = bytes)
) STRICT;
CREATE INDEX photo_by_arrival ON photo (on_server, added_at);

CREATE TABLE answer_photo (
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    item          TEXT    NOT NULL,
    sha256        BLOB    NOT NULL REFERENCES photo (sha256),
    added_at      INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, item, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_photo_by_photo ON answer_photo (sha256);

CREATE TABLE disposition (
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    finding_id    BLOB    NOT NULL CHECK (length(finding_id) = 16),
    disposition   TEXT    NOT NULL
                  CHECK (disposition IN ('corrected_on_site', 'corrected_later', 'persists', 'worsened', 'withdrawn')),
    reason        TEXT,
    at            INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, finding_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX disposition_by_finding ON disposition (finding_id);

CREATE TABLE officer_signature (
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    officer_id    BLOB    NOT NULL CHECK (length(officer_id) = 16),
    signed_at     INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, officer_id)
) STRICT, WITHOUT ROWID;

-- What this device opened when it sealed: stands in for the server's findings until the feed brings them.
CREATE TABLE sealed_finding (
    id            BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    inspection_id BLOB NOT NULL REFERENCES inspection (id),
    lodging_id    BLOB NOT NULL CHECK (length(lodging_id) = 16),
    code          TEXT NOT NULL,
    severity      TEXT NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
    text_id       TEXT NOT NULL,
    text_en       TEXT NOT NULL,
    note          TEXT,
    opened_on     TEXT NOT NULL,
    due_on        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_finding_by_lodging ON sealed_finding (lodging_id);
CREATE INDEX sealed_finding_by_inspection ON sealed_finding (inspection_id);
