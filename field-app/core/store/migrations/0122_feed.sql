-- 0122_feed.sql : a device that only hears of changes keeps what a fresh one would get, and no more.
ALTER TABLE sync_state ADD COLUMN pull_begun INTEGER;                         -- the feed's head when a pull from 0 began; NULL: none is under way
ALTER TABLE finding ADD COLUMN closed_on TEXT;
CREATE INDEX finding_closed ON finding (closed_on) WHERE closed_on IS NOT NULL;
