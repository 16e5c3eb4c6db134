-- 0101_notice_findings.sql : the findings that a notice names stand in its row, 42 characters each: the finding's id in 32
-- hex digits, then its deadline as printed. They are written once, with the notice, and read with it.
ALTER TABLE notice ADD COLUMN findings TEXT NOT NULL DEFAULT '';
UPDATE notice
   SET findings = coalesce((SELECT group_concat(lower(hex(f.finding_id)) || f.due_on, '')
                              FROM notice_finding f WHERE f.notice_id = notice.id), '');
DROP TABLE notice_finding;
