-- 0161_lodging_search.sql : a keystroke in the search reads this index alone, in the order of the list, and stops when the page is full.
DROP INDEX lodging_by_name;
CREATE INDEX lodging_search ON lodging (in_scope, name COLLATE NOCASE, id, folded);
