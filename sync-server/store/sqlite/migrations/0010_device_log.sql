-- What devices said: the exact bytes of each record, in the order the server accepted them, chained.
CREATE TABLE device_record (
    chain_seq   INTEGER NOT NULL PRIMARY KEY,                          -- the server's own order: 1, 2, 3 ...
    device_id   BLOB    NOT NULL REFERENCES device (id),
    seq         INTEGER NOT NULL CHECK (seq >= 1),                     -- the device's order
    record_id   BLOB    NOT NULL CHECK (length(record_id) = 16),
    kind        TEXT    NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),            -- SHA-256 of bytes
    chain_hash  BLOB    NOT NULL CHECK (length(chain_hash) = 32),      -- SHA-256(previous chain_hash || hash)
    bytes       BLOB    NOT NULL,                                      -- as received, without the line end
    received_at INTEGER NOT NULL,                                      -- ms since 1970, UTC
    UNIQUE (device_id, seq)
) STRICT;
CREATE INDEX device_record_by_hash ON device_record (hash);

-- Well-formed records that could not be applied. Never dropped; a person looks at them.
CREATE TABLE quarantine (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id     BLOB    NOT NULL REFERENCES unit (id),
    device_id   BLOB    NOT NULL REFERENCES device (id),
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    kind        TEXT    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    code        TEXT    NOT NULL,                                      -- wire word of the reason
    message     TEXT    NOT NULL,
    bytes       BLOB,                                                  -- only when device_record does not hold them (fork)
    received_at INTEGER NOT NULL,
    UNIQUE (device_id, seq, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_by_unit ON quarantine (unit_id, received_at);
