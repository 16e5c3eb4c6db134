-- A month of a unit, its planning jobs, its visits and what could not be planned.
CREATE TABLE round (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id      BLOB    NOT NULL REFERENCES unit (id),
    month        TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'published', 'closed')),
    job_id       BLOB    CHECK (job_id IS NULL OR length(job_id) = 16), -- the job whose plan is stored
    seed         BLOB    CHECK (seed IS NULL OR length(seed) = 32),     -- shown only after the month is closed
    seed_hash    BLOB    CHECK (seed_hash IS NULL OR length(seed_hash) = 32),
    planned_at   INTEGER,
    figures      TEXT,                                                  -- JSON object of the API
    checked      INTEGER NOT NULL DEFAULT 0 CHECK (checked IN (0, 1)),  -- the independent checker agreed
    version      INTEGER NOT NULL DEFAULT 1,
    published_at INTEGER,
    created_at   INTEGER NOT NULL,
    UNIQUE (unit_id, month),
    CHECK (state = 'draft' OR checked = 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    round_id      BLOB    NOT NULL REFERENCES round (id),
    unit_id       BLOB    NOT NULL REFERENCES unit (id),
    lodging_id    BLOB    NOT NULL REFERENCES lodging (id),
    team_id       BLOB    NOT NULL REFERENCES team (id),
    date          TEXT    NOT NULL CHECK (length(date) = 10),          -- in the unit's zone
    band          TEXT    NOT NULL CHECK (band IN ('morning', 'afternoon', 'night')),
    place         INTEGER NOT NULL CHECK (place >= 1),                 -- order in the team's day
    planned_min   INTEGER NOT NULL CHECK (planned_min BETWEEN 0 AND 2880),  -- minutes after midnight of date
    shift_start   INTEGER NOT NULL,                                    -- minutes after midnight of date
    shift_end     INTEGER NOT NULL,                                    -- may pass 1440
    service_s     INTEGER NOT NULL,
    travel_s      INTEGER NOT NULL,                                    -- from the stop before
    locked        INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
    state         TEXT    NOT NULL CHECK (state IN ('planned', 'disclosed', 'done', 'missed', 'moved')),
    outcome       TEXT    CHECK (outcome IN ('done', 'refused', 'closed', 'not_found', 'wrong_address', 'unsafe')),
    inspection_id BLOB    CHECK (inspection_id IS NULL OR length(inspection_id) = 16),
    reason        TEXT,                                                -- why it was missed
    disclosed_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_round ON visit (round_id, date, team_id, place);
CREATE INDEX visit_by_lodging ON visit (lodging_id, date);
CREATE INDEX visit_by_team ON visit (team_id, date);
CREATE INDEX visit_by_unit_state ON visit (unit_id, state, date);

CREATE TABLE round_unplanned (
    round_id   BLOB    NOT NULL REFERENCES round (id),
    lodging_id BLOB    NOT NULL REFERENCES lodging (id),
    count      INTEGER NOT NULL CHECK (count >= 1),
    reason     TEXT    NOT NULL,
    relaxation TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (round_id, lodging_id, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_unplanned_by_lodging ON round_unplanned (lodging_id);

-- The days of the teams a plan was made with, so that use can be shown without guessing.
CREATE TABLE round_team_day (
    round_id  BLOB    NOT NULL REFERENCES round (id),
    team_id   BLOB    NOT NULL REFERENCES team (id),
    date      TEXT    NOT NULL CHECK (length(date) = 10),
    band      TEXT    NOT NULL CHECK (band IN ('morning', 'afternoon', 'night')),
    used_s    INTEGER NOT NULL,
    budget_s  INTEGER NOT NULL,
    PRIMARY KEY (round_id, team_id, date)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_team_day_by_team ON round_team_day (team_id);

CREATE TABLE plan_job (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id       BLOB    NOT NULL REFERENCES unit (id),
    round_id      BLOB    NOT NULL REFERENCES round (id),
    state         TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    seconds       INTEGER NOT NULL CHECK (seconds BETWEEN 1 AND 600),
    from_date     TEXT    CHECK (from_date IS NULL OR length(from_date) = 10),
    seed          BLOB    NOT NULL CHECK (length(seed) = 32),
    progress      TEXT,                                                -- JSON object of the API, the last one
    error_code    TEXT,
    error_message TEXT,
    created_at    INTEGER NOT NULL,
    finished_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_job_by_round ON plan_job (round_id);
CREATE INDEX plan_job_by_state ON plan_job (unit_id, state);

-- Who could see a visit when: the clock's own disclosures, and looks at a plan before that.
CREATE TABLE disclosure (
    n          INTEGER NOT NULL PRIMARY KEY,
    round_id   BLOB    NOT NULL REFERENCES round (id),
    visit_id   BLOB    REFERENCES visit (id),                          -- null: the whole round
    what       TEXT    NOT NULL CHECK (what IN ('disclosed', 'early_look')),
    officer_id BLOB    REFERENCES officer (id),                        -- null: the clock
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX disclosure_by_round ON disclosure (round_id);
CREATE INDEX disclosure_by_visit ON disclosure (visit_id);
CREATE INDEX disclosure_by_officer ON disclosure (officer_id);
