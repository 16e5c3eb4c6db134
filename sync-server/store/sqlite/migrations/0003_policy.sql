-- 0003_policy.sql : the unit's policy by version, and its teams
CREATE TABLE policy (
    unit_id  BLOB    NOT NULL REFERENCES unit (id),
    version  INTEGER NOT NULL CHECK (version >= 1),
    document TEXT    NOT NULL,                                -- JSON as in the API, without "version"
    made_by  BLOB    REFERENCES officer (id),
    made_at  INTEGER NOT NULL,
    PRIMARY KEY (unit_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_by_officer ON policy (made_by);

CREATE TABLE team (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id      BLOB    NOT NULL REFERENCES unit (id),
    name         TEXT    NOT NULL,
    start_lat_e6 INTEGER NOT NULL CHECK (start_lat_e6 BETWEEN -90000000 AND 90000000),
    start_lng_e6 INTEGER NOT NULL CHECK (start_lng_e6 BETWEEN -180000000 AND 180000000),
    start_name   TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_by_unit ON team (unit_id, name);

-- An officer belongs to at most one team.
CREATE TABLE team_member (
    officer_id BLOB    NOT NULL PRIMARY KEY REFERENCES officer (id),
    team_id    BLOB    NOT NULL REFERENCES team (id),
    position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_by_team ON team_member (team_id, position);

CREATE TABLE team_shift (
    team_id       BLOB    NOT NULL REFERENCES team (id),
    weekday       INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),      -- 0 = Monday
    band          TEXT    NOT NULL CHECK (band IN ('morning', 'afternoon', 'night')),
    start_minute  INTEGER NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    minutes       INTEGER NOT NULL CHECK (minutes BETWEEN 30 AND 720),
    PRIMARY KEY (team_id, weekday)                                       -- one shift a day
) STRICT, WITHOUT ROWID;

CREATE TABLE team_leave (
    team_id BLOB NOT NULL REFERENCES team (id),
    date    TEXT NOT NULL CHECK (length(date) = 10),
    PRIMARY KEY (team_id, date)
) STRICT, WITHOUT ROWID;
