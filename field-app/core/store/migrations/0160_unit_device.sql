-- 0160_unit_device.sql : the public keys of the unit's devices, as the feed tells them, so that the code on a paper can be checked
-- without a network whichever phone wrote it.
CREATE TABLE unit_device (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name       TEXT    NOT NULL,
    public_key BLOB    NOT NULL CHECK (length(public_key) = 32),
    revoked_at INTEGER                                                        -- when the unit switched it off
) STRICT, WITHOUT ROWID;
