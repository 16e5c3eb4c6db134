-- 0090_round.sql : *My round* asks for today's visits outside the plan; without this it reads all that were ever made.
CREATE INDEX inspection_without_visit ON inspection (opened_at) WHERE visit_id IS NULL;
