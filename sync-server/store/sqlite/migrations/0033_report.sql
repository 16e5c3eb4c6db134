-- A paper that reached the lodging: to a role, never a name.
CREATE TABLE notice_service (
    n          INTEGER NOT NULL PRIMARY KEY,
    notice_id  BLOB    NOT NULL REFERENCES notice (id),
    device_id  BLOB    NOT NULL,
    seq        INTEGER NOT NULL,
    officer_id BLOB    NOT NULL REFERENCES officer (id),
    to_role    TEXT    NOT NULL,
    way        TEXT    NOT NULL CHECK (way IN ('handed', 'posted', 'electronic')),
    served_at  INTEGER NOT NULL,
    refused    INTEGER NOT NULL CHECK (refused IN (0, 1)),
    reason     TEXT,                                                     -- of refusing to sign
    UNIQUE (device_id, seq),
    FOREIGN KEY (device_id, seq) REFERENCES device_record (device_id, seq)
) STRICT;
CREATE INDEX notice_service_by_notice ON notice_service (notice_id, served_at);
CREATE INDEX notice_service_by_officer ON notice_service (officer_id);

-- Outreach sessions: a headcount, never a list.
CREATE TABLE activity (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id     BLOB    NOT NULL REFERENCES unit (id),
    device_id   BLOB    NOT NULL,
    seq         INTEGER NOT NULL,
    officer_id  BLOB    NOT NULL REFERENCES officer (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('education', 'socialisation', 'coordination', 'other')),
    date        TEXT    NOT NULL CHECK (length(date) = 10),
    place       TEXT    NOT NULL,
    theme       TEXT,
    headcount   INTEGER NOT NULL CHECK (headcount BETWEEN 1 AND 100000),
    lodging_id  BLOB    REFERENCES lodging (id),
    received_at INTEGER NOT NULL,
    FOREIGN KEY (device_id, seq) REFERENCES device_record (device_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_by_unit ON activity (unit_id, date);
CREATE INDEX activity_by_record ON activity (device_id, seq);
CREATE INDEX activity_by_officer ON activity (officer_id);
CREATE INDEX activity_by_lodging ON activity (lodging_id);
