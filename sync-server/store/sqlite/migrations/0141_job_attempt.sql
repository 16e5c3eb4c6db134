-- How often the worker began a job: more than once if the server ended in the middle of it.
ALTER TABLE plan_job ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
