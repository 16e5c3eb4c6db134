-- A plan after the planner: what would make room for what is missing, what people changed, what a new run proposes, and
-- what is needed to derive the plan once more.

-- The ways out of an unplanned visit, the cheapest first (place 1, 2, 3).
CREATE TABLE round_relaxation (
    round_id   BLOB    NOT NULL REFERENCES round (id),
    lodging_id BLOB    NOT NULL REFERENCES lodging (id),
    place      INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),
    bend       TEXT    NOT NULL CHECK (bend IN ('budget', 'gap', 'open', 'band', 'rotation', 'weekday', 'rest')),
    minutes    INTEGER NOT NULL CHECK (minutes >= 0),                   -- overtime of that team-day
    gap_days   INTEGER NOT NULL CHECK (gap_days >= 0),
    team_id    BLOB    NOT NULL REFERENCES team (id),
    date       TEXT    NOT NULL CHECK (length(date) = 10),
    band       TEXT    NOT NULL CHECK (band IN ('morning', 'afternoon', 'night')),
    cost_min   INTEGER NOT NULL,                                        -- what it is taken to cost the unit, minutes
    PRIMARY KEY (round_id, lodging_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_relaxation_by_lodging ON round_relaxation (lodging_id);
CREATE INDEX round_relaxation_by_team ON round_relaxation (team_id);

-- Minutes that a person added to a team-day of a round.
CREATE TABLE round_extra_time (
    round_id BLOB    NOT NULL REFERENCES round (id),
    team_id  BLOB    NOT NULL REFERENCES team (id),
    date     TEXT    NOT NULL CHECK (length(date) = 10),
    minutes  INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 600),
    PRIMARY KEY (round_id, team_id, date)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_extra_time_by_team ON round_extra_time (team_id);

-- Every change that a person made to a plan, in order. Visits are named but not referred to: a later run of the planner
-- makes new ones, the log stays.
CREATE TABLE plan_edit (
    round_id     BLOB    NOT NULL REFERENCES round (id),
    n            INTEGER NOT NULL CHECK (n >= 1),
    kind         TEXT    NOT NULL CHECK (kind IN ('move', 'lock', 'place', 'replan')),
    job_id       BLOB    CHECK (job_id IS NULL OR length(job_id) = 16), -- the plan that was changed
    visit_id     BLOB    CHECK (visit_id IS NULL OR length(visit_id) = 16),
    lodging_id   BLOB    REFERENCES lodging (id),
    from_team    BLOB    REFERENCES team (id),
    from_date    TEXT    CHECK (from_date IS NULL OR length(from_date) = 10),
    from_place   INTEGER NOT NULL DEFAULT 0,
    to_team      BLOB    REFERENCES team (id),
    to_date      TEXT    CHECK (to_date IS NULL OR length(to_date) = 10),
    to_place     INTEGER NOT NULL DEFAULT 0,
    locks_before INTEGER NOT NULL DEFAULT 0 CHECK (locks_before BETWEEN 0 AND 7), -- 1 day, 2 team, 4 hour
    locks_after  INTEGER NOT NULL DEFAULT 0 CHECK (locks_after BETWEEN 0 AND 7),
    extra_min    INTEGER NOT NULL DEFAULT 0,                            -- minutes added to the team-day
    bent         TEXT    NOT NULL DEFAULT '',                           -- rules bent, words with spaces between
    cost_s       INTEGER NOT NULL DEFAULT 0,
    officer_id   BLOB    REFERENCES officer (id),
    at           INTEGER NOT NULL,
    deed         INTEGER NOT NULL,                                      -- n of the first of the edits made together
    undone_at    INTEGER,
    PRIMARY KEY (round_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_edit_by_lodging ON plan_edit (lodging_id);
CREATE INDEX plan_edit_by_from ON plan_edit (from_team);
CREATE INDEX plan_edit_by_to ON plan_edit (to_team);
CREATE INDEX plan_edit_by_officer ON plan_edit (officer_id);

-- What a job planned from and what came out, so that seed and steps give the same plan once more.
CREATE TABLE plan_run (
    job_id     BLOB    NOT NULL PRIMARY KEY REFERENCES plan_job (id),
    round_id   BLOB    NOT NULL REFERENCES round (id),
    steps      INTEGER NOT NULL CHECK (steps >= 0),
    pace       TEXT    NOT NULL,                                        -- JSON array of integers (scheduling::Plan::pace)
    problem    TEXT    NOT NULL,                                        -- JSON object (service/plan_snapshot.hpp)
    plan_hash  BLOB    NOT NULL CHECK (length(plan_hash) = 32),
    made_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_run_by_round ON plan_run (round_id);

-- A plan for the rest of a published month that waits for the unit head's word.
CREATE TABLE plan_proposal (
    job_id     BLOB    NOT NULL PRIMARY KEY REFERENCES plan_job (id),
    round_id   BLOB    NOT NULL REFERENCES round (id),
    version    INTEGER NOT NULL,                                        -- of the round that it was made for
    state      TEXT    NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
    document   TEXT    NOT NULL,                                        -- JSON object (service/replan.hpp)
    made_at    INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by BLOB    REFERENCES officer (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_proposal_by_round ON plan_proposal (round_id);
CREATE INDEX plan_proposal_by_officer ON plan_proposal (decided_by);

ALTER TABLE plan_job ADD COLUMN kind TEXT NOT NULL DEFAULT 'plan' CHECK (kind IN ('plan', 'replan', 'rederive'));
ALTER TABLE plan_job ADD COLUMN request TEXT;                           -- JSON object: the events of a replan
ALTER TABLE plan_job ADD COLUMN result TEXT;                            -- JSON object of the API
ALTER TABLE plan_job ADD COLUMN asked_by BLOB REFERENCES officer (id);
CREATE INDEX plan_job_by_officer ON plan_job (asked_by);
ALTER TABLE round_unplanned DROP COLUMN relaxation;
