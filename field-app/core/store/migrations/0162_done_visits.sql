-- 0162_done_visits.sql : how often a lodging was visited and when last, for every row of a list, out of indexes alone: the rows
-- themselves carry whole papers and answers.
CREATE INDEX inspection_summary_done ON inspection_summary (lodging_id, outcome, at);
CREATE INDEX inspection_done ON inspection (lodging_id, state, outcome, dismissed, superseded_by, sealed_at);
