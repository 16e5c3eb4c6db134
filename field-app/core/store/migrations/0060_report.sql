-- 0060_report.sql : what this device reports besides inspections. Each row stands beside its record and lies over what the
-- feed says until the server has taken the record, so that nothing leaves the screen or goes back in time.

CREATE TABLE own_missed_visit (
    visit_id BLOB    NOT NULL PRIMARY KEY CHECK (length(visit_id) = 16),
    place    INTEGER NOT NULL REFERENCES record (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_missed_visit_by_record ON own_missed_visit (place);

-- A lodging that this device found: without a word from the server it would leave with the next full pull.
CREATE TABLE own_proposal (
    lodging_id BLOB    NOT NULL PRIMARY KEY CHECK (length(lodging_id) = 16),
    place      INTEGER NOT NULL REFERENCES record (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_proposal_by_record ON own_proposal (place);

CREATE TABLE own_lodging_edit (
    place      INTEGER NOT NULL REFERENCES record (seq),
    lodging_id BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    field      TEXT    NOT NULL,
    value      TEXT    NOT NULL,                        -- JSON as in the record
    PRIMARY KEY (lodging_id, place, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_lodging_edit_by_record ON own_lodging_edit (place);

CREATE TABLE own_finding_word (
    place      INTEGER NOT NULL REFERENCES record (seq),
    finding_id BLOB    NOT NULL CHECK (length(finding_id) = 16),
    state      TEXT    NOT NULL CHECK (state IN ('open', 'corrected_on_site', 'corrected_later', 'withdrawn')),
    PRIMARY KEY (finding_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_finding_word_by_record ON own_finding_word (place);

-- Letters on their way to a lodging, as the feed tells them.
CREATE TABLE notice (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    lodging_id    BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    inspection_id BLOB    NOT NULL CHECK (length(inspection_id) = 16),
    rung          TEXT    NOT NULL CHECK (rung IN ('berita_acara', 'pemberitahuan', 'teguran_1', 'teguran_2', 'teguran_3', 'rekomendasi')),
    state         TEXT    NOT NULL CHECK (state IN ('draft', 'issued', 'acknowledged')),
    number        TEXT,
    due_on        TEXT    NOT NULL,
    served_at     INTEGER,                              -- the last time
    served_to     TEXT                                  -- a role
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_by_lodging ON notice (lodging_id);

CREATE TABLE own_service (
    notice_id BLOB    NOT NULL CHECK (length(notice_id) = 16),
    place     INTEGER NOT NULL REFERENCES record (seq),
    served_at INTEGER NOT NULL,
    served_to TEXT    NOT NULL,
    PRIMARY KEY (notice_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX own_service_by_record ON own_service (place);

-- Outreach sessions of the unit; this device's own from the moment they are written.
CREATE TABLE activity (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    kind       TEXT    NOT NULL CHECK (kind IN ('education', 'socialisation', 'coordination', 'other')),
    date       TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    theme      TEXT,
    headcount  INTEGER NOT NULL,
    lodging_id BLOB    CHECK (lodging_id IS NULL OR length(lodging_id) = 16),
    own_record INTEGER REFERENCES record (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_by_date ON activity (date);
CREATE INDEX activity_by_record ON activity (own_record);
