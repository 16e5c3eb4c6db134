-- The device's own signature under its log, one for each run it pushed: with it a record can be held against the device's
-- key, whoever kept the database.
CREATE TABLE run_signature (
    device_id BLOB    NOT NULL REFERENCES device (id),
    last_seq  INTEGER NOT NULL CHECK (last_seq >= 1),
    signature BLOB    NOT NULL CHECK (length(signature) = 64),         -- Ed25519 over PROTOCOL.md's push text
    PRIMARY KEY (device_id, last_seq)
) STRICT, WITHOUT ROWID;
