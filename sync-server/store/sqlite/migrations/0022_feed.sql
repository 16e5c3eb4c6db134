-- 0022_feed.sql : the change feed in the order in which it is read, and its counter in one place.
ALTER TABLE server ADD COLUMN feed_head INTEGER NOT NULL DEFAULT 0;      -- the highest number ever given out
UPDATE server SET feed_head = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'feed'), 0);

CREATE TABLE feed_by_unit_order (
    unit_id   BLOB    NOT NULL,
    seq       INTEGER NOT NULL,
    entity    TEXT    NOT NULL,
    entity_id BLOB    NOT NULL CHECK (length(entity_id) = 16),
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    PRIMARY KEY (unit_id, seq),
    UNIQUE (entity_id, entity, unit_id)                                  -- a checklist belongs to every unit
) STRICT, WITHOUT ROWID;
INSERT INTO feed_by_unit_order (unit_id, seq, entity, entity_id, deleted)
SELECT unit_id, seq, entity, entity_id, deleted FROM feed ORDER BY unit_id, seq;
DROP TABLE feed;
ALTER TABLE feed_by_unit_order RENAME TO feed;
