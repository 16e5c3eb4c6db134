-- 0121_feed_mark.sql : what the pages of the feed say the server has of today's log. An acknowledgement may be lost on its way
-- while the feed already tells what the server made of the record: from then on the server's word counts, not our own.
ALTER TABLE sync_state ADD COLUMN fed_seq INTEGER NOT NULL DEFAULT 0;

-- A person at the office settled this inspection outside the books: it is kept here, and counts for nothing.
ALTER TABLE inspection ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0 CHECK (dismissed IN (0, 1));
