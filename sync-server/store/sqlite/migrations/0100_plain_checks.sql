-- 0100_plain_checks.sql : closed vocabularies without lists, and the log without a row for each record.

-- For `x IN (a, b, c)` in a CHECK, SQLite builds a table of a, b and c in memory each time a row is written, two pages of
-- 16 KB: a quarter of what taking a sealed inspection cost. `x = a OR x = b OR x = c` says the same and costs nothing. The
-- text of a table may be replaced in place when only constraints differ (sqlite.org/lang_altertable.html, section 8).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'kind IN (''hotel'', ''guesthouse'', ''homestay'', ''villa'', ''kos'', ''other'')',
    'kind = ''hotel'' OR kind = ''guesthouse'' OR kind = ''homestay'' OR kind = ''villa'' OR kind = ''kos'' OR kind = ''other'''),
    'tier IN (''low'', ''medium'', ''high'')',
    'tier = ''low'' OR tier = ''medium'' OR tier = ''high'''),
    'status IN (''active'', ''closed'', ''unregistered'')',
    'status = ''active'' OR status = ''closed'' OR status = ''unregistered''')
 WHERE type = 'table' AND name = 'lodging';
UPDATE sqlite_schema SET sql = replace(sql,
    'outcome IN (''done'', ''refused'', ''closed'', ''not_found'', ''wrong_address'', ''unsafe'')',
    'outcome = ''done'' OR outcome = ''refused'' OR outcome = ''closed'' OR outcome = ''not_found'' OR outcome = ''wrong_address'' OR outcome = ''unsafe''')
 WHERE type = 'table' AND name = 'inspection';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'severity IN (''critical'', ''major'', ''minor'')',
    'severity = ''critical'' OR severity = ''major'' OR severity = ''minor'''),
    'state IN (''open'', ''corrected_on_site'', ''corrected_later'', ''withdrawn'')',
    'state = ''open'' OR state = ''corrected_on_site'' OR state = ''corrected_later'' OR state = ''withdrawn'''),
    'rung IN (''berita_acara'', ''pemberitahuan'', ''teguran_1'', ''teguran_2'', ''teguran_3'', ''rekomendasi'')',
    'rung = ''berita_acara'' OR rung = ''pemberitahuan'' OR rung = ''teguran_1'' OR rung = ''teguran_2'' OR rung = ''teguran_3'' OR rung = ''rekomendasi''')
 WHERE type = 'table' AND name = 'finding';
UPDATE sqlite_schema SET sql = replace(sql,
    'disposition IN (''opened'', ''corrected_on_site'', ''corrected_later'', ''persists'', ''worsened'', ''withdrawn'')',
    'disposition = ''opened'' OR disposition = ''corrected_on_site'' OR disposition = ''corrected_later'' OR disposition = ''persists'' OR disposition = ''worsened'' OR disposition = ''withdrawn''')
 WHERE type = 'table' AND name = 'finding_event';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'rung IN (''berita_acara'', ''pemberitahuan'', ''teguran_1'', ''teguran_2'', ''teguran_3'', ''rekomendasi'')',
    'rung = ''berita_acara'' OR rung = ''pemberitahuan'' OR rung = ''teguran_1'' OR rung = ''teguran_2'' OR rung = ''teguran_3'' OR rung = ''rekomendasi'''),
    'state IN (''draft'', ''issued'', ''acknowledged'', ''fulfilled'')',
    'state = ''draft'' OR state = ''issued'' OR state = ''acknowledged'' OR state = ''fulfilled''')
 WHERE type = 'table' AND name = 'notice';
UPDATE sqlite_schema SET sql = replace(sql,
    'what IN (''made'', ''opened'', ''acknowledged'', ''issued'', ''fulfilled'')',
    'what = ''made'' OR what = ''opened'' OR what = ''acknowledged'' OR what = ''issued'' OR what = ''fulfilled''')
 WHERE type = 'table' AND name = 'notice_event';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'state IN (''open'', ''accepted'', ''closed'')',
    'state = ''open'' OR state = ''accepted'' OR state = ''closed'''),
    'handled_how IN (''accepted'', ''accepted_copy'', ''closed'')',
    'handled_how = ''accepted'' OR handled_how = ''accepted_copy'' OR handled_how = ''closed''')
 WHERE type = 'table' AND name = 'quarantine';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'band IN (''morning'', ''afternoon'', ''night'')',
    'band = ''morning'' OR band = ''afternoon'' OR band = ''night'''),
    'state IN (''planned'', ''disclosed'', ''done'', ''missed'', ''moved'')',
    'state = ''planned'' OR state = ''disclosed'' OR state = ''done'' OR state = ''missed'' OR state = ''moved'''),
    'outcome IN (''done'', ''refused'', ''closed'', ''not_found'', ''wrong_address'', ''unsafe'')',
    'outcome = ''done'' OR outcome = ''refused'' OR outcome = ''closed'' OR outcome = ''not_found'' OR outcome = ''wrong_address'' OR outcome = ''unsafe''')
 WHERE type = 'table' AND name = 'visit';

-- A record is where its run says: device_run holds who, which numbers and their hashes. What refers to a record
-- names it by device and number, without a foreign key.
UPDATE sqlite_schema
   SET sql = replace(sql, ',' || char(10) || '    FOREIGN KEY (device_id, seq) REFERENCES device_record (device_id, seq)', '')
 WHERE type = 'table' AND sql LIKE '%REFERENCES device_record%';
PRAGMA writable_schema = RESET;
DROP TABLE device_record;
