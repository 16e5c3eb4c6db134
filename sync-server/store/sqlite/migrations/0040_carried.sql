-- A device that was copied, lost its server or was switched off is enrolled anew on its own folder.
ALTER TABLE device ADD COLUMN forked_at INTEGER;                       -- when a second log under this identity was first seen
ALTER TABLE device ADD COLUMN replaced_by BLOB REFERENCES device (id); -- the identity that its folder has now

-- Records of an older identity that came in a record of a newer one (`record.carried`) and count there.
CREATE TABLE carried_record (
    hash        BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32), -- SHA-256 of the carried record's bytes
    origin_id   BLOB    NOT NULL CHECK (length(origin_id) = 16),        -- device that wrote it; may be unknown here
    origin_seq  INTEGER NOT NULL CHECK (origin_seq >= 1),
    device_id   BLOB    NOT NULL REFERENCES device (id),                -- that carried it
    seq         INTEGER NOT NULL CHECK (seq >= 1)
) STRICT, WITHOUT ROWID;
