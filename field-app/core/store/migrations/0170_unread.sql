-- 0170_unread.sql : what an older program left alone in the feed, a newer one fetches again.
ALTER TABLE sync_state ADD COLUMN unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1));  -- since the last pull from 0
ALTER TABLE sync_state ADD COLUMN program TEXT;                                                -- the version that works on this folder
