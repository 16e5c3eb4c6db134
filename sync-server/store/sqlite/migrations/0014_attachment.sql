-- Photos on their way and arrived. The bytes are files named by their hash under the data folder.
CREATE TABLE attachment (
    sha256       BLOB    NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
    device_id    BLOB    NOT NULL REFERENCES device (id),              -- who began the upload
    unit_id      BLOB    NOT NULL REFERENCES unit (id),
    type         TEXT    NOT NULL CHECK (type IN ('image/jpeg', 'image/png')),
    length       INTEGER NOT NULL CHECK (length BETWEEN 1 AND 4194304),
    whole        INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)),   -- all bytes here and the hash is right
    created_at   INTEGER NOT NULL,
    completed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_by_device ON attachment (device_id);
CREATE INDEX attachment_by_unit ON attachment (unit_id);
