-- 0120_feed_floor.sql : tombstones go after a while. The floor is the highest number up to which they may be gone: a device that
-- has not looked since then starts again.
ALTER TABLE server ADD COLUMN feed_floor INTEGER NOT NULL DEFAULT 0;

-- The highest number that was given out when a day began: tells how old a number is at most.
CREATE TABLE feed_day (
    day  TEXT    NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_tombstone ON feed (seq) WHERE deleted = 1;
