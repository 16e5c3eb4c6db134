-- 0061_correction.sql : a sealed inspection never changes; a newer version of it is drafted and sealed beside it.
ALTER TABLE inspection ADD COLUMN correcting INTEGER NOT NULL DEFAULT 0 CHECK (correcting IN (0, 1));
ALTER TABLE inspection ADD COLUMN superseded_by BLOB CHECK (superseded_by IS NULL OR length(superseded_by) = 16);

-- A correction is drafted beside an ordinary inspection of the same lodging, neither stands in the other's way.
DROP INDEX inspection_open_once;
CREATE UNIQUE INDEX inspection_open_once ON inspection (lodging_id) WHERE state = 'open' AND correcting = 0;

CREATE TABLE correction (
    inspection_id BLOB NOT NULL PRIMARY KEY REFERENCES inspection (id),          -- the newer version
    supersedes    BLOB NOT NULL UNIQUE REFERENCES inspection (id),
    reason_class  TEXT NOT NULL CHECK (reason_class IN ('administrative', 'result_changing')),
    reason        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
