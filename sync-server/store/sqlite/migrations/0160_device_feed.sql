-- 0160_device_feed.sql : the feed tells devices of each other, so that each can check what another one signed. Those that are here
-- already get a number each.
INSERT INTO feed (unit_id, seq, entity, entity_id, deleted)
SELECT unit_id, (SELECT feed_head FROM server) + row_number() OVER (ORDER BY id), 'device', id, 0 FROM device;
UPDATE server SET feed_head = feed_head + (SELECT count(*) FROM device);
