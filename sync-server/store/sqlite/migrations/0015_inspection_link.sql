-- Doors to an inspection itself: the code on a berita acara opens also when nothing was found and no notice was made.
CREATE TABLE inspection_link (
    key           BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),  -- SHA-256 of the token
    inspection_id BLOB    NOT NULL REFERENCES inspection (id),
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inspection_link_by_inspection ON inspection_link (inspection_id);
