-- 0050_sync.sql : what the server holds back is counted for every look at the sync sheet.
CREATE INDEX record_held ON record (seq) WHERE problem_code IS NOT NULL;
