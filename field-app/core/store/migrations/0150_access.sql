-- 0150_access.sql : several officers work on one device, each behind a PIN of their own.

CREATE TABLE officer_pin (
    officer_id BLOB    NOT NULL PRIMARY KEY CHECK (length(officer_id) = 16),
    pin_hash   TEXT    NOT NULL,                                              -- Argon2id, as libsodium writes it
    set_at     INTEGER NOT NULL,
    used_at    INTEGER                                                        -- last unlocked with it
) STRICT, WITHOUT ROWID;

-- Wrong tries in a row. The wait is told in the device's own time since its start, which nobody can set: `wait_ms` were
-- left when that clock stood at `from_ms`.
CREATE TABLE access_failure (
    officer_id BLOB    NOT NULL CHECK (length(officer_id) = 16),
    what       TEXT    NOT NULL CHECK (what IN ('pin', 'code')),
    failures   INTEGER NOT NULL CHECK (failures > 0),
    wait_ms    INTEGER NOT NULL CHECK (wait_ms >= 0),
    from_ms    INTEGER NOT NULL,
    PRIMARY KEY (officer_id, what)
) STRICT, WITHOUT ROWID;

-- What the officer reads to the unit head; it stays until a code fitted it.
CREATE TABLE pin_request (
    officer_id BLOB    NOT NULL PRIMARY KEY CHECK (length(officer_id) = 16),
    request    TEXT    NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_setting (
    only_row       INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    lock_after_min INTEGER NOT NULL DEFAULT 5 CHECK (lock_after_min BETWEEN 1 AND 60),
    lock_on_hide   INTEGER NOT NULL DEFAULT 1 CHECK (lock_on_hide IN (0, 1))
) STRICT;
INSERT INTO access_setting (only_row) VALUES (1);

-- Who made the tap; NULL for taps from before.
ALTER TABLE answer_journal ADD COLUMN officer_id BLOB CHECK (officer_id IS NULL OR length(officer_id) = 16);
