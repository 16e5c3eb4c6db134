-- 0001_reference.sql : what the server's change feed tells this device. Written only by reference_changes.cpp, replaced
-- entity by entity; nothing here is the device's own work. References between these tables are not foreign keys,
-- because the feed may bring a finding before its lodging.

CREATE TABLE unit (
    id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name        TEXT NOT NULL,
    zone        TEXT NOT NULL,                       -- IANA name
    letterhead  TEXT NOT NULL,                       -- JSON array of at most 3 lines
    address     TEXT NOT NULL,
    place       TEXT NOT NULL,
    portal_base TEXT NOT NULL,
    emergency   TEXT NOT NULL                        -- JSON array as in the feed
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
    id      BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name    TEXT    NOT NULL,
    rank    TEXT    NOT NULL,
    nrp     TEXT    NOT NULL,
    team_id BLOB    CHECK (team_id IS NULL OR length(team_id) = 16),
    active  INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
    id   BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team_member (
    team_id    BLOB    NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    officer_id BLOB    NOT NULL CHECK (length(officer_id) = 16),
    PRIMARY KEY (team_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    version         INTEGER NOT NULL,
    low_min         INTEGER NOT NULL,
    low_max         INTEGER NOT NULL,
    medium_min      INTEGER NOT NULL,
    medium_max      INTEGER NOT NULL,
    high_min        INTEGER NOT NULL,
    high_max        INTEGER NOT NULL,
    sample_n        INTEGER NOT NULL,
    sample_min_n    INTEGER NOT NULL,
    sample_min_days INTEGER NOT NULL,
    free_text_max   INTEGER NOT NULL                 -- characters
) STRICT, WITHOUT ROWID;

-- A checklist version is immutable once published; versions stay here as long as a draft may need them.
CREATE TABLE checklist (
    version  TEXT NOT NULL PRIMARY KEY,
    id       BLOB CHECK (id IS NULL OR length(id) = 16),
    document TEXT NOT NULL                           -- the JSON document of shared/data
) STRICT, WITHOUT ROWID;
CREATE INDEX checklist_by_id ON checklist (id);

CREATE TABLE lodging (
    id        BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name      TEXT    NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('hotel', 'guesthouse', 'homestay', 'villa', 'kos', 'other')),
    kbli      TEXT,
    nib       TEXT,
    address   TEXT    NOT NULL,
    kelurahan TEXT    NOT NULL,
    kecamatan TEXT    NOT NULL,
    lat_e6    INTEGER,                               -- micro-degrees
    lng_e6    INTEGER,
    rooms     INTEGER,
    phone     TEXT,                                  -- of the business
    tier      TEXT    NOT NULL CHECK (tier IN ('low', 'medium', 'high')),
    status    TEXT    NOT NULL CHECK (status IN ('active', 'closed', 'unregistered')),
    version   INTEGER NOT NULL,
    folded    TEXT    NOT NULL,                      -- name, address, kelurahan, NIB; lower case, no accents
    in_scope  INTEGER NOT NULL DEFAULT 1 CHECK (in_scope IN (0, 1)) -- 0: kept only because own work refers to it
) STRICT, WITHOUT ROWID;
CREATE INDEX lodging_by_name ON lodging (name);
CREATE INDEX lodging_by_kelurahan ON lodging (kelurahan);
CREATE INDEX lodging_out_of_scope ON lodging (id) WHERE in_scope = 0;

CREATE TABLE finding (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    lodging_id BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    code       TEXT    NOT NULL,
    severity   TEXT    NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
    text_id    TEXT    NOT NULL,
    text_en    TEXT    NOT NULL,
    note       TEXT,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'corrected_on_site', 'corrected_later', 'withdrawn')),
    opened_on  TEXT    NOT NULL,
    opened_by  BLOB,                                 -- inspection
    due_on     TEXT    NOT NULL,
    times_seen INTEGER NOT NULL,
    rung       TEXT    NOT NULL CHECK (rung IN ('berita_acara', 'pemberitahuan', 'teguran_1', 'teguran_2', 'teguran_3',
                                                'rekomendasi'))
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_by_lodging ON finding (lodging_id, state);

CREATE TABLE visit (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    round_id      BLOB,
    lodging_id    BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    team_id       BLOB    NOT NULL CHECK (length(team_id) = 16),
    date          TEXT    NOT NULL,
    band          TEXT    NOT NULL CHECK (band IN ('morning', 'afternoon', 'night')),
    stop_order    INTEGER NOT NULL,
    planned_time  TEXT,                              -- HH:MM
    state         TEXT    NOT NULL CHECK (state IN ('disclosed', 'done', 'missed', 'moved')),
    inspection_id BLOB,
    outcome       TEXT    CHECK (outcome IN ('done', 'refused', 'closed', 'not_found', 'wrong_address', 'unsafe')),
    shift_start   TEXT,                              -- HH:MM
    shift_end     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_date ON visit (date, stop_order);
CREATE INDEX visit_by_lodging ON visit (lodging_id, date);

-- Summaries of what any officer of the unit did at a lodging, this device's own included once the server knows them.
CREATE TABLE inspection_summary (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    lodging_id   BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    visit_id     BLOB,
    at           INTEGER NOT NULL,                   -- ms since 1970, UTC
    outcome      TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'closed', 'not_found', 'wrong_address', 'unsafe')),
    officer_id   BLOB    NOT NULL,
    checklist    TEXT    NOT NULL,
    answers      TEXT    NOT NULL,                   -- JSON object item -> value
    new_findings INTEGER NOT NULL,
    persisting   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_summary_by_lodging ON inspection_summary (lodging_id, at);
