-- Unfinished inspections as devices copied them here: no evidence value, the newest version of each device wins.
CREATE TABLE draft (
    inspection_id BLOB    NOT NULL CHECK (length(inspection_id) = 16),
    device_id     BLOB    NOT NULL REFERENCES device (id),
    unit_id       BLOB    NOT NULL REFERENCES unit (id),
    officer_id    BLOB    NOT NULL REFERENCES officer (id),
    lodging_id    BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    checklist     TEXT    NOT NULL,
    version       INTEGER NOT NULL CHECK (version >= 0),
    opened_at     INTEGER NOT NULL,
    saved_at      INTEGER NOT NULL,
    answered      INTEGER NOT NULL CHECK (answered >= 0),
    total         INTEGER NOT NULL CHECK (total >= 0),
    photos        INTEGER NOT NULL CHECK (photos >= 0),
    content       TEXT    NOT NULL CHECK (length(content) <= 98304),
    received_at   INTEGER NOT NULL,
    PRIMARY KEY (inspection_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_unit ON draft (unit_id, saved_at);
CREATE INDEX draft_by_officer ON draft (officer_id);
CREATE INDEX draft_by_device ON draft (device_id);
