-- 0002_register.sql : the lodgings, and the lists they were imported from
CREATE TABLE lodging (
    id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id        BLOB    NOT NULL REFERENCES unit (id),
    name           TEXT    NOT NULL,
    sort_name      TEXT    NOT NULL,                          -- folded name
    search_text    TEXT    NOT NULL,                          -- folded name, address, kelurahan, NIB
    kind           TEXT    NOT NULL CHECK (kind IN ('hotel', 'guesthouse', 'homestay', 'villa', 'kos', 'other')),
    kbli           TEXT,
    kbli_version   TEXT,
    nib            TEXT,
    address        TEXT,
    kelurahan      TEXT,
    kelurahan_code TEXT,
    kecamatan      TEXT,
    kecamatan_code TEXT,
    lat_e6         INTEGER NOT NULL CHECK (lat_e6 BETWEEN -90000000 AND 90000000),
    lng_e6         INTEGER NOT NULL CHECK (lng_e6 BETWEEN -180000000 AND 180000000),
    rooms          INTEGER CHECK (rooms BETWEEN 1 AND 5000),
    phone          TEXT,                                      -- of the business
    tier           TEXT    NOT NULL CHECK (tier IN ('low', 'medium', 'high')),
    status         TEXT    NOT NULL CHECK (status IN ('active', 'closed', 'unregistered')),
    source         TEXT    NOT NULL,                          -- import:<file name>, console, device
    version        INTEGER NOT NULL CHECK (version >= 1),
    changed_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lodging_by_name ON lodging (unit_id, sort_name, id);
CREATE INDEX lodging_by_nib ON lodging (unit_id, nib) WHERE nib IS NOT NULL;

CREATE TABLE import (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id      BLOB    NOT NULL REFERENCES unit (id),
    name         TEXT    NOT NULL,                            -- of the file
    content      BLOB    NOT NULL,                            -- as sent; emptied when committed
    mapping      TEXT,                                        -- JSON of a person's corrections; null: as recognised
    report       TEXT    NOT NULL,                            -- JSON of the last reading
    state        TEXT    NOT NULL CHECK (state IN ('dry_run', 'committed')),
    made_by      BLOB    REFERENCES officer (id),             -- null: on the command line
    made_at      INTEGER NOT NULL,
    committed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX import_by_unit ON import (unit_id, made_at);
CREATE INDEX import_by_officer ON import (made_by);
