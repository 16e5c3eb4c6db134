-- 0100_plain_checks.sql : closed vocabularies without lists. For `x IN (a, b, c)` in a CHECK, SQLite builds a table of a, b
-- and c in memory each time a row is written; `x = a OR x = b OR x = c` says the same and costs nothing. The text of a
-- table may be replaced in place when only constraints differ (sqlite.org/lang_altertable.html, section 8).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'kind IN (''hotel'', ''guesthouse'', ''homestay'', ''villa'', ''kos'', ''other'')',
    'kind = ''hotel'' OR kind = ''guesthouse'' OR kind = ''homestay'' OR kind = ''villa'' OR kind = ''kos'' OR kind = ''other'''),
    'tier IN (''low'', ''medium'', ''high'')',
    'tier = ''low'' OR tier = ''medium'' OR tier = ''high'''),
    'status IN (''active'', ''closed'', ''unregistered'')',
    'status = ''active'' OR status = ''closed'' OR status = ''unregistered''')
 WHERE type = 'table' AND name = 'lodging';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'severity IN (''critical'', ''major'', ''minor'')',
    'severity = ''critical'' OR severity = ''major'' OR severity = ''minor'''),
    'state IN (''open'', ''corrected_on_site'', ''corrected_later'', ''withdrawn'')',
    'state = ''open'' OR state = ''corrected_on_site'' OR state = ''corrected_later'' OR state = ''withdrawn''')
 WHERE type = 'table' AND name = 'finding';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'band IN (''morning'', ''afternoon'', ''night'')',
    'band = ''morning'' OR band = ''afternoon'' OR band = ''night'''),
    'state IN (''disclosed'', ''done'', ''missed'', ''moved'')',
    'state = ''disclosed'' OR state = ''done'' OR state = ''missed'' OR state = ''moved'''),
    'outcome IN (''done'', ''refused'', ''closed'', ''not_found'', ''wrong_address'', ''unsafe'')',
    'outcome = ''done'' OR outcome = ''refused'' OR outcome = ''closed'' OR outcome = ''not_found'' OR outcome = ''wrong_address'' OR outcome = ''unsafe''')
 WHERE type = 'table' AND name = 'visit';
UPDATE sqlite_schema SET sql = replace(sql,
    'outcome IN (''done'', ''refused'', ''closed'', ''not_found'', ''wrong_address'', ''unsafe'')',
    'outcome = ''done'' OR outcome = ''refused'' OR outcome = ''closed'' OR outcome = ''not_found'' OR outcome = ''wrong_address'' OR outcome = ''unsafe''')
 WHERE type = 'table' AND name = 'inspection_summary';
UPDATE sqlite_schema SET sql = replace(sql,
    'outcome IN (''done'', ''refused'', ''closed'', ''not_found'', ''wrong_address'', ''unsafe'')',
    'outcome = ''done'' OR outcome = ''refused'' OR outcome = ''closed'' OR outcome = ''not_found'' OR outcome = ''wrong_address'' OR outcome = ''unsafe''')
 WHERE type = 'table' AND name = 'inspection';
UPDATE sqlite_schema SET sql = replace(sql,
    'disposition IN (''corrected_on_site'', ''corrected_later'', ''persists'', ''worsened'', ''withdrawn'')',
    'disposition = ''corrected_on_site'' OR disposition = ''corrected_later'' OR disposition = ''persists'' OR disposition = ''worsened'' OR disposition = ''withdrawn''')
 WHERE type = 'table' AND name = 'disposition';
UPDATE sqlite_schema SET sql = replace(sql,
    'severity IN (''critical'', ''major'', ''minor'')',
    'severity = ''critical'' OR severity = ''major'' OR severity = ''minor''')
 WHERE type = 'table' AND name = 'sealed_finding';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''open'', ''corrected_on_site'', ''corrected_later'', ''withdrawn'')',
    'state = ''open'' OR state = ''corrected_on_site'' OR state = ''corrected_later'' OR state = ''withdrawn''')
 WHERE type = 'table' AND name = 'own_finding_word';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'rung IN (''berita_acara'', ''pemberitahuan'', ''teguran_1'', ''teguran_2'', ''teguran_3'', ''rekomendasi'')',
    'rung = ''berita_acara'' OR rung = ''pemberitahuan'' OR rung = ''teguran_1'' OR rung = ''teguran_2'' OR rung = ''teguran_3'' OR rung = ''rekomendasi'''),
    'state IN (''draft'', ''issued'', ''acknowledged'')',
    'state = ''draft'' OR state = ''issued'' OR state = ''acknowledged''')
 WHERE type = 'table' AND name = 'notice';
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''education'', ''socialisation'', ''coordination'', ''other'')',
    'kind = ''education'' OR kind = ''socialisation'' OR kind = ''coordination'' OR kind = ''other''')
 WHERE type = 'table' AND name = 'activity';
UPDATE sqlite_schema SET sql = replace(sql,
    'rung IN (''berita_acara'', ''pemberitahuan'', ''teguran_1'', ''teguran_2'', ''teguran_3'',' || char(10) ||
    '                                                ''rekomendasi'')',
    'rung = ''berita_acara'' OR rung = ''pemberitahuan'' OR rung = ''teguran_1'' OR rung = ''teguran_2'' OR rung = ''teguran_3'' OR rung = ''rekomendasi''')
 WHERE type = 'table' AND name = 'finding';
PRAGMA writable_schema = RESET;
