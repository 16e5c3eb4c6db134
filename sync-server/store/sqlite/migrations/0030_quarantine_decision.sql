-- What a person did about a held record. The record and its first reason stay as they came.
ALTER TABLE quarantine ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'closed'));
ALTER TABLE quarantine ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE quarantine ADD COLUMN handled_at INTEGER;
ALTER TABLE quarantine ADD COLUMN handled_by BLOB REFERENCES officer (id);
ALTER TABLE quarantine ADD COLUMN handled_how TEXT CHECK (handled_how IN ('accepted', 'accepted_copy', 'closed'));
ALTER TABLE quarantine ADD COLUMN note TEXT;
CREATE INDEX quarantine_by_state ON quarantine (unit_id, state, received_at);
CREATE INDEX quarantine_by_handler ON quarantine (handled_by);

-- Every try and every decision, also those that changed nothing.
CREATE TABLE quarantine_decision (
    n             INTEGER NOT NULL PRIMARY KEY,
    quarantine_id BLOB    NOT NULL REFERENCES quarantine (id),
    at            INTEGER NOT NULL,
    officer_id    BLOB    NOT NULL REFERENCES officer (id),
    what          TEXT    NOT NULL CHECK (what IN ('retried', 'accepted', 'accepted_copy', 'closed')),
    code          TEXT,                                                  -- why a retry did not help
    note          TEXT
) STRICT;
CREATE INDEX quarantine_decision_by_record ON quarantine_decision (quarantine_id, n);
CREATE INDEX quarantine_decision_by_officer ON quarantine_decision (officer_id);
CREATE TRIGGER quarantine_decision_keeps_its_rows BEFORE UPDATE ON quarantine_decision
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER quarantine_decision_loses_nothing BEFORE DELETE ON quarantine_decision
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
