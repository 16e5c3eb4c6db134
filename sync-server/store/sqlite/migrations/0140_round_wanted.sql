-- How often a round's plan wanted each lodging when it was made. Its spacing rule follows from that number for the whole
-- month, whatever became of the visits: one that was missed neither widens nor narrows it.
CREATE TABLE round_wanted (
    round_id   BLOB    NOT NULL REFERENCES round (id),
    lodging_id BLOB    NOT NULL REFERENCES lodging (id),
    visits     INTEGER NOT NULL CHECK (visits >= 1),
    PRIMARY KEY (round_id, lodging_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_wanted_by_lodging ON round_wanted (lodging_id);

-- For plans made before this was kept: what they planned and what they could not place.
INSERT INTO round_wanted (round_id, lodging_id, visits)
SELECT round_id, lodging_id, sum(visits)
  FROM (SELECT round_id, lodging_id, count(*) AS visits FROM visit WHERE state <> 'moved' GROUP BY 1, 2
        UNION ALL
        SELECT round_id, lodging_id, sum(count) FROM round_unplanned GROUP BY 1, 2)
 GROUP BY 1, 2;
