-- 0001_access.sql : the server itself, units, officers, logins, sessions, devices and the change feed
CREATE TABLE server (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch      BLOB    NOT NULL CHECK (length(epoch) = 16),   -- changes when a backup is restored
    created_at INTEGER NOT NULL                               -- ms since 1970, UTC, as all instants below
) STRICT;

CREATE TABLE unit (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name         TEXT    NOT NULL,
    zone         TEXT    NOT NULL CHECK (zone IN ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
    letterhead_1 TEXT    NOT NULL,
    letterhead_2 TEXT    NOT NULL,
    letterhead_3 TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    south_e6     INTEGER NOT NULL,                            -- the area the register must lie in, micro-degrees
    north_e6     INTEGER NOT NULL CHECK (north_e6 > south_e6),
    west_e6      INTEGER NOT NULL,
    east_e6      INTEGER NOT NULL CHECK (east_e6 > west_e6)
) STRICT, WITHOUT ROWID;

CREATE TABLE emergency_contact (
    unit_id  BLOB    NOT NULL REFERENCES unit (id),
    position INTEGER NOT NULL,
    label_id TEXT    NOT NULL,
    label_en TEXT    NOT NULL,
    number   TEXT    NOT NULL,                                -- as printed
    tel      TEXT    NOT NULL,                                -- as dialled
    PRIMARY KEY (unit_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
    id      BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id BLOB    NOT NULL REFERENCES unit (id),
    name    TEXT    NOT NULL,
    rank    TEXT    NOT NULL,
    nrp     TEXT    NOT NULL,
    role    TEXT    NOT NULL CHECK (role IN ('head', 'officer', 'admin')),
    active  INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX officer_by_unit ON officer (unit_id, name);

CREATE TABLE login (
    officer_id    BLOB NOT NULL PRIMARY KEY REFERENCES officer (id),
    login         TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL                               -- Argon2id
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    officer_id BLOB    NOT NULL REFERENCES officer (id),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_officer ON session (officer_id);

CREATE TABLE device (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    officer_id    BLOB    NOT NULL REFERENCES officer (id),
    unit_id       BLOB    NOT NULL REFERENCES unit (id),
    name          TEXT    NOT NULL,
    public_key    BLOB    NOT NULL UNIQUE CHECK (length(public_key) = 32),
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    enrolled_at   INTEGER NOT NULL,
    last_seen_at  INTEGER,
    acked_seq     INTEGER NOT NULL CHECK (acked_seq >= 0),
    head_hash     BLOB    NOT NULL CHECK (length(head_hash) = 32),
    revoked_at    INTEGER,
    revoke_reason TEXT    NOT NULL,
    app_version   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_officer ON device (officer_id);
CREATE INDEX device_by_unit ON device (unit_id);

CREATE TABLE enrolment_code (
    code_hash  BLOB    NOT NULL PRIMARY KEY CHECK (length(code_hash) = 32),
    officer_id BLOB    NOT NULL REFERENCES officer (id),
    made_by    BLOB    NOT NULL REFERENCES officer (id),
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    device_id  BLOB    REFERENCES device (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_code_by_officer ON enrolment_code (officer_id);
CREATE INDEX enrolment_code_by_maker ON enrolment_code (made_by);
CREATE INDEX enrolment_code_by_device ON enrolment_code (device_id);

-- Wrong passwords and wrong codes, counted to slow down guessing.
CREATE TABLE failure (
    id   INTEGER NOT NULL PRIMARY KEY,
    kind TEXT    NOT NULL CHECK (kind IN ('login', 'enrol')),
    key  TEXT    NOT NULL,                                    -- the login, or the address
    at   INTEGER NOT NULL
) STRICT;
CREATE INDEX failure_by_key ON failure (kind, key, at);

-- One row per entity and unit; AUTOINCREMENT so that a number is never given out twice.
CREATE TABLE feed (
    seq       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    entity    TEXT    NOT NULL,
    entity_id BLOB    NOT NULL CHECK (length(entity_id) = 16),
    unit_id   BLOB    NOT NULL REFERENCES unit (id),
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    UNIQUE (entity, entity_id, unit_id)                       -- a checklist belongs to every unit
) STRICT;
CREATE INDEX feed_by_unit ON feed (unit_id, seq);
