-- Edits of lodgings field by field, as far as a device took part: what stands is computed from the whole set
-- (shared/domain/lodging_merge.hpp), so none is ever removed.
CREATE TABLE lodging_edit (
    n          INTEGER NOT NULL PRIMARY KEY,
    lodging_id BLOB    NOT NULL CHECK (length(lodging_id) = 16),         -- follows a merge; no reference, rows stay
    field      TEXT    NOT NULL,
    old_value  TEXT    NOT NULL,                                         -- JSON
    new_value  TEXT    NOT NULL,                                         -- JSON
    base       INTEGER NOT NULL,
    version    INTEGER NOT NULL CHECK (version > base),
    device_id  BLOB    REFERENCES device (id),                           -- null: the office
    seq        INTEGER NOT NULL,
    rank       TEXT    NOT NULL,                                         -- the record's hash; empty for the office
    officer_id BLOB    REFERENCES officer (id),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX lodging_edit_by_field ON lodging_edit (lodging_id, field, n);
CREATE INDEX lodging_edit_by_device ON lodging_edit (device_id);
CREATE INDEX lodging_edit_by_officer ON lodging_edit (officer_id);

-- Other ids of a lodging: of one that was merged into it, or that a device used and the register never knew.
CREATE TABLE lodging_alias (
    alias_id   BLOB    NOT NULL PRIMARY KEY CHECK (length(alias_id) = 16),
    unit_id    BLOB    NOT NULL REFERENCES unit (id),
    lodging_id BLOB    NOT NULL REFERENCES lodging (id),
    name       TEXT,                                                     -- it had before the merge
    officer_id BLOB    REFERENCES officer (id),                          -- who said so
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lodging_alias_by_lodging ON lodging_alias (lodging_id);
CREATE INDEX lodging_alias_by_unit ON lodging_alias (unit_id);
CREATE INDEX lodging_alias_by_officer ON lodging_alias (officer_id);

-- Decisions that only a person can take. `case` is a word of SQL.
CREATE TABLE review_case (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id       BLOB    NOT NULL REFERENCES unit (id),
    kind          TEXT    NOT NULL CHECK (kind IN ('lodging_field', 'notice', 'copy')),
    lodging_id    BLOB    CHECK (lodging_id IS NULL OR length(lodging_id) = 16),
    field         TEXT,
    sides         TEXT    NOT NULL DEFAULT '[]',                         -- JSON: what stands first
    inspection_id BLOB    REFERENCES inspection (id),
    notice_id     BLOB    REFERENCES notice (id),
    quarantine_id BLOB    REFERENCES quarantine (id),
    opened_at     INTEGER NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided')),
    decided_at    INTEGER,
    decided_by    BLOB    REFERENCES officer (id),                       -- null: a later edit settled it
    keep          TEXT    CHECK (keep IN ('ours', 'theirs', 'value', 'settled')),
    value         TEXT,                                                  -- JSON
    note          TEXT,
    version       INTEGER NOT NULL DEFAULT 1,
    CHECK ((state = 'decided') = (decided_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX review_case_by_state ON review_case (unit_id, state, opened_at);
CREATE UNIQUE INDEX review_case_once ON review_case (lodging_id, field) WHERE state = 'open' AND kind = 'lodging_field';
CREATE INDEX review_case_by_inspection ON review_case (inspection_id);
CREATE INDEX review_case_by_notice ON review_case (notice_id);
CREATE INDEX review_case_by_quarantine ON review_case (quarantine_id);
CREATE INDEX review_case_by_decider ON review_case (decided_by);
