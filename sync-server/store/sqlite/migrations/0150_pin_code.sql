-- 0150_pin_code.sql : each code by which an officer may set a PIN on a device, with who gave it. The code itself is worked
-- out anew whenever it is asked for; it is not kept.
CREATE TABLE pin_code (
    device_id  BLOB    NOT NULL REFERENCES device (id),
    officer_id BLOB    NOT NULL REFERENCES officer (id),
    request    TEXT    NOT NULL,                              -- what the device showed, "4K7-2QM"
    made_by    BLOB    NOT NULL REFERENCES officer (id),
    made_at    INTEGER NOT NULL,
    PRIMARY KEY (device_id, made_at, officer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pin_code_by_officer ON pin_code (officer_id);
CREATE INDEX pin_code_by_maker ON pin_code (made_by);
