-- 0151_premises_lead.sql : referrals to other offices and tips about premises. Codes and another office's case number; no
-- column for a person.
CREATE TABLE referral (
    id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id       BLOB    NOT NULL REFERENCES unit (id),
    device_id     BLOB    NOT NULL REFERENCES device (id),
    seq           INTEGER NOT NULL,
    officer_id    BLOB    NOT NULL REFERENCES officer (id),
    lodging_id    BLOB    NOT NULL REFERENCES lodging (id),
    inspection_id BLOB    CHECK (inspection_id IS NULL OR length(inspection_id) = 16), -- may arrive later
    reason        TEXT    NOT NULL,
    receiver      TEXT    NOT NULL,
    made_at       INTEGER NOT NULL,
    case_no       TEXT,
    stage         TEXT,                                       -- as the other office told it
    stage_on      TEXT,
    version       INTEGER NOT NULL DEFAULT 1,
    received_at   INTEGER NOT NULL,
    CHECK ((stage IS NULL) = (stage_on IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_by_unit ON referral (unit_id, made_at);
CREATE INDEX referral_by_lodging ON referral (lodging_id);
CREATE INDEX referral_by_officer ON referral (officer_id);
CREATE INDEX referral_by_device ON referral (device_id);

CREATE TABLE tip (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    unit_id     BLOB    NOT NULL REFERENCES unit (id),
    device_id   BLOB    NOT NULL REFERENCES device (id),
    seq         INTEGER NOT NULL,
    officer_id  BLOB    NOT NULL REFERENCES officer (id),
    lodging_id  BLOB    NOT NULL REFERENCES lodging (id),
    source      TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    priority    TEXT    NOT NULL,
    received_on TEXT    NOT NULL,
    expires_on  TEXT    NOT NULL,
    reference   TEXT,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tip_by_unit ON tip (unit_id, expires_on);
CREATE INDEX tip_by_lodging ON tip (lodging_id);
CREATE INDEX tip_by_officer ON tip (officer_id);
CREATE INDEX tip_by_device ON tip (device_id);
