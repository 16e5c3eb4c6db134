-- 0110_run_stamp.sql : when and in which bytes each run came in, bound to its records and to the run before (store/run_stamp.hpp).
-- Runs from before are stamped when the store is opened next; after that a run without a stamp is damage.
ALTER TABLE device_run ADD COLUMN stamp BLOB CHECK (stamp IS NULL OR length(stamp) = 32);
