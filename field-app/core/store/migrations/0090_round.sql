-- 0090_round.sql : *My round* asks for today's visits outside the plan; with the time in the index it reads those only,
-- not all that were ever made.
DROP INDEX inspection_by_visit;
CREATE INDEX inspection_by_visit ON inspection (visit_id, opened_at);
