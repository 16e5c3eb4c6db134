-- A corrected inspection is an inspection of its own; the one before points to it and is never shown as current again.
ALTER TABLE inspection ADD COLUMN superseded_by BLOB REFERENCES inspection (id);
CREATE INDEX inspection_by_successor ON inspection (superseded_by) WHERE superseded_by IS NOT NULL;

CREATE TABLE inspection_correction (
    inspection_id BLOB    NOT NULL PRIMARY KEY REFERENCES inspection (id),  -- the newer version
    supersedes    BLOB    NOT NULL UNIQUE REFERENCES inspection (id),
    reason_class  TEXT    NOT NULL CHECK (reason_class IN ('administrative', 'result_changing')),
    reason        TEXT    NOT NULL,
    corrected_at  INTEGER NOT NULL                                          -- of the record
) STRICT, WITHOUT ROWID;

-- What became of a finding outside an inspection.
CREATE TABLE finding_disposal (
    finding_id  BLOB    NOT NULL REFERENCES finding (id),
    device_id   BLOB    NOT NULL,
    seq         INTEGER NOT NULL,
    officer_id  BLOB    NOT NULL REFERENCES officer (id),
    disposition TEXT    NOT NULL CHECK (disposition IN ('corrected_later', 'persists', 'worsened', 'withdrawn')),
    reason      TEXT,
    local_date  TEXT    NOT NULL CHECK (length(local_date) = 10),           -- of the record, in the unit's zone
    at          INTEGER NOT NULL,
    PRIMARY KEY (finding_id, device_id, seq),
    FOREIGN KEY (device_id, seq) REFERENCES device_record (device_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_disposal_by_record ON finding_disposal (device_id, seq);
CREATE INDEX finding_disposal_by_officer ON finding_disposal (officer_id);
