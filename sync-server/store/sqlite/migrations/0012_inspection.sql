-- Sealed inspections, read out of the device log. The record's bytes stay the evidence; these rows are for reading.
CREATE TABLE inspection (
    id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id        BLOB    NOT NULL REFERENCES unit (id),
    lodging_id     BLOB    NOT NULL REFERENCES lodging (id),
    visit_id       BLOB    REFERENCES visit (id),
    officer_id     BLOB    NOT NULL REFERENCES officer (id),
    device_id      BLOB    NOT NULL REFERENCES device (id),
    seq            INTEGER NOT NULL,
    checklist      TEXT    NOT NULL,
    outcome        TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'closed', 'not_found', 'wrong_address', 'unsafe')),
    outcome_reason TEXT,
    opened_at      INTEGER NOT NULL,
    sealed_at      INTEGER NOT NULL,
    local_date     TEXT    NOT NULL CHECK (length(local_date) = 10),   -- of sealing, in the zone of the record
    zone           TEXT    NOT NULL,
    new_findings   INTEGER NOT NULL CHECK (new_findings >= 0),
    persisting     INTEGER NOT NULL CHECK (persisting >= 0),
    received_at    INTEGER NOT NULL,
    FOREIGN KEY (device_id, seq) REFERENCES device_record (device_id, seq)
) STRICT;
CREATE INDEX inspection_by_unit ON inspection (unit_id, sealed_at, id);
CREATE INDEX inspection_by_lodging ON inspection (lodging_id, sealed_at, id);
CREATE INDEX inspection_by_visit ON inspection (visit_id);
CREATE INDEX inspection_by_officer ON inspection (officer_id);
CREATE INDEX inspection_by_record ON inspection (device_id, seq);

CREATE TABLE inspection_answer (
    inspection_id BLOB NOT NULL REFERENCES inspection (id),
    item          TEXT NOT NULL,
    value         TEXT NOT NULL,                                       -- JSON value as on the wire
    note          TEXT,
    PRIMARY KEY (inspection_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection_photo (
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    sha256        BLOB    NOT NULL CHECK (length(sha256) = 32),
    item          TEXT    NOT NULL,
    bytes         INTEGER NOT NULL CHECK (bytes > 0),
    type          TEXT    NOT NULL CHECK (type IN ('image/jpeg', 'image/png')),
    PRIMARY KEY (inspection_id, sha256, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_photo_by_hash ON inspection_photo (sha256);

-- A finding lives across visits.
CREATE TABLE finding (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id    BLOB    NOT NULL REFERENCES unit (id),
    lodging_id BLOB    NOT NULL REFERENCES lodging (id),
    code       TEXT    NOT NULL,                                       -- checklist item
    severity   TEXT    NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
    text_id    TEXT    NOT NULL,
    text_en    TEXT    NOT NULL,
    note       TEXT,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'corrected_on_site', 'corrected_later', 'withdrawn')),
    opened_on  TEXT    NOT NULL CHECK (length(opened_on) = 10),
    opened_by  BLOB    NOT NULL REFERENCES inspection (id),
    due_on     TEXT    NOT NULL CHECK (length(due_on) = 10),
    times_seen INTEGER NOT NULL DEFAULT 1 CHECK (times_seen >= 1),
    rung       TEXT    NOT NULL CHECK (rung IN ('berita_acara', 'pemberitahuan', 'teguran_1', 'teguran_2', 'teguran_3', 'rekomendasi')),
    last_seen  TEXT    NOT NULL CHECK (length(last_seen) = 10),
    closed_on  TEXT    CHECK (closed_on IS NULL OR length(closed_on) = 10),
    CHECK ((state = 'open') = (closed_on IS NULL))
) STRICT;
CREATE INDEX finding_by_lodging ON finding (lodging_id, state);
CREATE INDEX finding_by_unit ON finding (unit_id, state, due_on);
CREATE INDEX finding_by_inspection ON finding (opened_by);

CREATE TABLE finding_event (
    finding_id    BLOB    NOT NULL REFERENCES finding (id),
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    disposition   TEXT    NOT NULL CHECK (disposition IN ('opened', 'corrected_on_site', 'corrected_later', 'persists', 'worsened', 'withdrawn')),
    reason        TEXT,
    at            INTEGER NOT NULL,
    PRIMARY KEY (finding_id, inspection_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_event_by_inspection ON finding_event (inspection_id);
