-- 0020_device_run.sql : the device log by runs. Records that arrived together are kept together, compressed as one piece
-- (a sixth of the room, and mostly the very bytes that the device compressed), with one row for the run instead of one
-- long row for each record.
CREATE TABLE device_run (
    first_chain INTEGER NOT NULL PRIMARY KEY CHECK (first_chain >= 1),   -- place of its first record in the server's order
    device_id   BLOB    NOT NULL REFERENCES device (id),
    first_seq   INTEGER NOT NULL CHECK (first_seq >= 1),                 -- the device's number of its first record
    count       INTEGER NOT NULL CHECK (count >= 1),
    hashes      BLOB    NOT NULL CHECK (length(hashes) = 32 * count),    -- SHA-256 of each record, one after the other
    chain_hash  BLOB    NOT NULL CHECK (length(chain_hash) = 32),        -- of its last record
    coding      TEXT    NOT NULL CHECK (coding IN ('plain', 'zstd')),    -- of bytes
    skip        INTEGER NOT NULL CHECK (skip >= 0),                      -- lines in bytes that stand before the first record
    bytes       BLOB    NOT NULL,                                        -- lines; each record exactly as received
    received_at INTEGER NOT NULL,                                        -- ms since 1970, UTC
    UNIQUE (device_id, first_seq)
) STRICT;
INSERT INTO device_run (first_chain, device_id, first_seq, count, hashes, chain_hash, coding, skip, bytes, received_at)
SELECT chain_seq, device_id, seq, 1, hash, chain_hash, 'plain', 0, bytes, received_at FROM device_record ORDER BY chain_seq;

-- What is left of a record's own row: that it exists, for what refers to it.
DROP INDEX device_record_by_hash;
ALTER TABLE device_record DROP COLUMN record_id;
ALTER TABLE device_record DROP COLUMN kind;
ALTER TABLE device_record DROP COLUMN hash;
ALTER TABLE device_record DROP COLUMN chain_hash;
ALTER TABLE device_record DROP COLUMN bytes;
ALTER TABLE device_record DROP COLUMN received_at;
