-- What the manager is told, and what became of it.
CREATE TABLE notice (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id         BLOB    NOT NULL REFERENCES unit (id),
    lodging_id      BLOB    NOT NULL REFERENCES lodging (id),
    inspection_id   BLOB    NOT NULL UNIQUE REFERENCES inspection (id),
    rung            TEXT    NOT NULL CHECK (rung IN ('berita_acara', 'pemberitahuan', 'teguran_1', 'teguran_2', 'teguran_3', 'rekomendasi')),
    state           TEXT    NOT NULL CHECK (state IN ('draft', 'issued', 'acknowledged', 'fulfilled')),
    number          TEXT,                                              -- from the register of letters, never from a device
    perihal         TEXT,
    made_at         INTEGER NOT NULL,
    due_on          TEXT    NOT NULL CHECK (length(due_on) = 10),      -- the earliest deadline in it
    issued_at       INTEGER,
    acknowledged_at INTEGER,
    fulfilled_at    INTEGER,
    version         INTEGER NOT NULL DEFAULT 1,
    UNIQUE (unit_id, number),
    CHECK (state <> 'issued' OR number IS NOT NULL)
) STRICT;
CREATE INDEX notice_by_lodging ON notice (lodging_id);
CREATE INDEX notice_by_unit ON notice (unit_id, made_at);

CREATE TABLE notice_finding (
    notice_id  BLOB NOT NULL REFERENCES notice (id),
    finding_id BLOB NOT NULL REFERENCES finding (id),
    due_on     TEXT NOT NULL CHECK (length(due_on) = 10),              -- as printed
    PRIMARY KEY (notice_id, finding_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_finding_by_finding ON notice_finding (finding_id);

-- Doors to a notice: SHA-256 of the token, never the token.
CREATE TABLE notice_link (
    key        BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    notice_id  BLOB    NOT NULL REFERENCES notice (id),
    made_by    TEXT    NOT NULL CHECK (made_by IN ('device', 'server')),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_link_by_notice ON notice_link (notice_id);

CREATE TABLE notice_event (
    n         INTEGER NOT NULL PRIMARY KEY,
    notice_id BLOB    NOT NULL REFERENCES notice (id),
    at        INTEGER NOT NULL,
    what      TEXT    NOT NULL CHECK (what IN ('made', 'opened', 'acknowledged', 'issued', 'fulfilled')),
    text      TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX notice_event_by_notice ON notice_event (notice_id, at);
