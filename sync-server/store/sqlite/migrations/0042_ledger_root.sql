-- The ledger's chain hash at the end of each day of a unit's zone on which a record of the unit came in. Written once.
CREATE TABLE ledger_root (
    unit_id    BLOB    NOT NULL REFERENCES unit (id),
    day        TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    records    INTEGER NOT NULL CHECK (records >= 1),              -- of this unit since the root before
    chain_seq  INTEGER NOT NULL CHECK (chain_seq >= 1),            -- its place in device_record
    root       BLOB    NOT NULL CHECK (length(root) = 32),         -- its chain_hash
    seal       BLOB    NOT NULL CHECK (length(seal) = 32),         -- over the seal before and this row (service/ledger.hpp)
    written_at INTEGER NOT NULL,
    PRIMARY KEY (unit_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_root_by_record ON ledger_root (chain_seq);
CREATE TRIGGER ledger_root_never_changes BEFORE UPDATE ON ledger_root
BEGIN SELECT RAISE(ABORT, 'a root never changes'); END;
CREATE TRIGGER ledger_root_is_never_lost BEFORE DELETE ON ledger_root
BEGIN SELECT RAISE(ABORT, 'a root is never deleted'); END;
