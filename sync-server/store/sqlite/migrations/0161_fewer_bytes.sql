-- 0161_fewer_bytes.sql : fewer bytes for each record, in the file and above all in the write-ahead log, where every commit writes
-- each index page that it touched.

-- The feed names units and entities by number.
CREATE TABLE feed_unit (
    n       INTEGER NOT NULL PRIMARY KEY,
    unit_id BLOB    NOT NULL UNIQUE CHECK (length(unit_id) = 16)
) STRICT;
INSERT INTO feed_unit (unit_id) SELECT DISTINCT unit_id FROM feed ORDER BY unit_id;

CREATE TABLE feed_entity (
    n    INTEGER NOT NULL PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE                                         -- wire word
) STRICT;
INSERT INTO feed_entity (name)
VALUES ('inspection'), ('visit'), ('finding'), ('notice'), ('lodging'), ('record'), ('activity'), ('referral'), ('tip'),
       ('officer'), ('team'), ('policy'), ('checklist'), ('unit'), ('device');
INSERT OR IGNORE INTO feed_entity (name) SELECT DISTINCT entity FROM feed;

CREATE TABLE feed_by_number (
    unit      INTEGER NOT NULL,                                          -- feed_unit.n
    seq       INTEGER NOT NULL,
    entity    INTEGER NOT NULL,                                          -- feed_entity.n
    entity_id BLOB    NOT NULL CHECK (length(entity_id) = 16),
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    PRIMARY KEY (unit, seq),
    UNIQUE (entity_id, entity, unit)                                     -- a checklist belongs to every unit
) STRICT, WITHOUT ROWID;
INSERT INTO feed_by_number (unit, seq, entity, entity_id, deleted)
SELECT u.n, f.seq, e.n, f.entity_id, f.deleted
  FROM feed f JOIN feed_unit u ON u.unit_id = f.unit_id JOIN feed_entity e ON e.name = f.entity
 ORDER BY u.n, f.seq;
DROP TABLE feed;
ALTER TABLE feed_by_number RENAME TO feed;
CREATE INDEX feed_tombstone ON feed (seq) WHERE deleted = 1;

-- Four random bytes of an id find its rows as well as all sixteen; the question compares the whole id too. Two inspections of
-- one millisecond are put in order when they are read.
DROP INDEX inspection_by_unit;
DROP INDEX inspection_by_lodging;
DROP INDEX inspection_by_key;
CREATE INDEX inspection_by_unit ON inspection (substr(unit_id, 13), sealed_at);
CREATE INDEX inspection_by_lodging ON inspection (substr(lodging_id, 13), sealed_at);
CREATE INDEX inspection_by_key ON inspection (substr(portal_key, 1, 4)) WHERE portal_key IS NOT NULL;

-- A zone by its label.
UPDATE inspection
   SET zone = CASE zone WHEN 'Asia/Jakarta' THEN 'WIB' WHEN 'Asia/Makassar' THEN 'WITA' WHEN 'Asia/Jayapura' THEN 'WIT' ELSE zone END;

CREATE TABLE photo_of_inspection (
    n             INTEGER NOT NULL PRIMARY KEY,
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    sha256        BLOB    NOT NULL CHECK (length(sha256) = 32),
    item          TEXT    NOT NULL,
    bytes         INTEGER NOT NULL CHECK (bytes > 0),
    png           INTEGER NOT NULL CHECK (png IN (0, 1))                 -- 0 image/jpeg, 1 image/png
) STRICT;
INSERT INTO photo_of_inspection (n, inspection_id, sha256, item, bytes, png)
SELECT n, inspection_id, sha256, item, bytes, type = 'image/png' FROM inspection_photo ORDER BY n;
DROP TABLE inspection_photo;
ALTER TABLE photo_of_inspection RENAME TO inspection_photo;
CREATE INDEX inspection_photo_by_inspection ON inspection_photo (substr(inspection_id, 13));
CREATE INDEX inspection_photo_by_hash ON inspection_photo (substr(sha256, 1, 4));
