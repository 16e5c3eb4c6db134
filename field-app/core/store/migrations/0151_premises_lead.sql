-- 0151_premises_lead.sql : referrals and tips of the unit, as the feed tells them; this device's own from the moment they are
-- written. Codes and another office's case number, no column for a person.
CREATE TABLE referral (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    lodging_id    BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    inspection_id BLOB    CHECK (inspection_id IS NULL OR length(inspection_id) = 16),
    reason        TEXT    NOT NULL,
    receiver      TEXT    NOT NULL,
    made_at       INTEGER NOT NULL,
    case_no       TEXT,
    stage         TEXT,
    stage_on      TEXT,
    own_record    INTEGER REFERENCES record (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_by_time ON referral (made_at);
CREATE INDEX referral_by_record ON referral (own_record);

CREATE TABLE tip (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    lodging_id  BLOB    NOT NULL CHECK (length(lodging_id) = 16),
    source      TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    priority    TEXT    NOT NULL,
    received_on TEXT    NOT NULL,
    expires_on  TEXT    NOT NULL,
    reference   TEXT,
    own_record  INTEGER REFERENCES record (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX tip_by_lodging ON tip (lodging_id, expires_on);
CREATE INDEX tip_by_day ON tip (received_on);
CREATE INDEX tip_by_record ON tip (own_record);
