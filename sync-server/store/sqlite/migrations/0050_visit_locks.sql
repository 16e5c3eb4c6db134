-- What a person has fixed of a visit: its day, its team, its hour, each by itself.
ALTER TABLE visit ADD COLUMN lock_day  INTEGER NOT NULL DEFAULT 0 CHECK (lock_day IN (0, 1));
ALTER TABLE visit ADD COLUMN lock_team INTEGER NOT NULL DEFAULT 0 CHECK (lock_team IN (0, 1));
ALTER TABLE visit ADD COLUMN lock_time INTEGER NOT NULL DEFAULT 0 CHECK (lock_time IN (0, 1));
UPDATE visit SET lock_day = 1, lock_team = 1 WHERE locked = 1;
ALTER TABLE visit DROP COLUMN locked;
