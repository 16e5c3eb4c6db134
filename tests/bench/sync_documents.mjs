// FLEET documents (../shared/fleet) turned into bodies of `inspection.sealed` (PROTOCOL.md §5): the same answers, notes,
// tally, photos and position, said with the items of our checklist, in the order and form in which a device writes them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/stage.mjs';

const checklist = JSON.parse(readFileSync(join(root, 'shared/data/checklist-v1.json'), 'utf8'));
const items = checklist.sections.flatMap((section) => section.items);
const ZONE_MS = 8 * 3600e3; // Asia/Makassar
const DAY_MS = 86400e3;

const hash = (text) => createHash('sha256').update(text).digest('hex');
const dateOf = (ms) => new Date(ms + ZONE_MS).toISOString().slice(0, 10);

/** A UUIDv7 that is the same in every run: what a device would have made at that moment. */
export function idAt(ms, name) {
  const time = ms.toString(16).padStart(12, '0');
  const rest = hash(name);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-a${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}

function sampleOf(doc, sealedAt) {
  const lines = doc.tally.reduce((sum, row) => sum + row.expected, 0);
  const n = Math.min(20, lines);
  const step = Math.floor(lines / n);
  const incomplete = n === 20 && doc.tally.some((row) => row.found < row.expected) ? 1 : 0; // 95 %: no finding yet
  const foreign = Math.min(n, doc.tally.length);
  return {
    from: dateOf(sealedAt - 14 * DAY_MS), to: dateOf(sealedAt - DAY_MS), total_lines: lines, n, start: 1 + (lines % step), step,
    complete: n - incomplete, incomplete, verified: n, foreign, reported: foreign, minors: 0, companion: 0,
    most_blank: incomplete ? 'room' : null,
  };
}

const PARTS = { 'SMP-02': 'n', 'SMP-03': 'complete', 'SMP-04': 'verified', 'SMP-05': 'foreign', 'SMP-06': 'reported', 'SMP-07': 'minors' };

function answerOf(item, given, sample) {
  if (item.kind === 'range') return { value: { from: sample.from, to: sample.to } };
  if (item.kind === 'sample') return { value: sample[PARTS[item.code]] };
  if (item.kind === 'choice') return { value: sample.most_blank ?? 'none' };
  if (item.kind === 'count') return { value: item.code === 'SEC-02' ? 14 + (given.n ?? 16) % 30 | 0 : 1 + (given.n ?? 11) % 40 | 0 };
  // What others stand on must not be "no", or half of the checklist would fall away.
  const gate = item.code === 'REG-01' || item.code === 'SEC-01';
  const value = given.v === 'fail' && !gate ? 'no' : given.v === 'na' && !gate ? 'na' : 'yes';
  return { value, ...(given.note ? { note: given.note } : {}) };
}

/** One body, as text. `name` makes its ids; `lodging` and `officer` are those of the unit. */
export function sealedBody(doc, name, lodging, officer) {
  const opened = Date.parse(doc.started);
  const sealedAt = Math.max(Date.parse(doc.finished), opened + 1000 * doc.answers.at(-1).t);
  const sample = sampleOf(doc, sealedAt);
  const photoItems = items.filter((item) => item.photo);
  const photos = doc.photos.map((photo, i) => ({ ...photo, item: photoItems[(doc.seq + i) % photoItems.length].code }));
  let typed = 0;
  const answers = items.map((item) => {
    const given = doc.answers[item.kind === 'yn' || item.kind === 'count' ? typed++ % doc.answers.length : 0];
    const mine = photos.filter((photo) => photo.item === item.code).map((photo) => photo.sha256);
    return {
      item: item.code, ...answerOf(item, given, sample), ...(mine.length ? { photos: mine } : {}),
      at: new Date(opened + 1000 * given.t).toISOString(),
    };
  });
  const findings = answers
    .filter((answer) => answer.value === 'no')
    .map((answer) => {
      const item = items.find((one) => one.code === answer.item);
      return {
        finding: idAt(sealedAt, `${name}:${item.code}`), item: item.code, severity: item.severity,
        ...(answer.note ? { note: answer.note } : {}), due_on: dateOf(sealedAt + item.deadline_days * DAY_MS),
      };
    });
  const fix = { lat_e6: -10_100_000 - Math.round((doc.gps.lat % 1) * 1e5), lng_e6: 123_600_000 + Math.round((doc.gps.lon % 1) * 1e5), accuracy_m: doc.gps.acc, mock: false };
  const stroke = (k) => parseInt(doc.signature.slice(k, k + 2), 16);
  const lines = [Array.from({ length: 16 }, (_, k) => stroke(k * 2))];
  return JSON.stringify({
    inspection: idAt(opened, name), lodging, visit: null, checklist: checklist.version,
    opened_at: new Date(opened).toISOString(), sealed_at: new Date(sealedAt).toISOString(), zone: 'Asia/Makassar',
    outcome: 'done', outcome_reason: doc.remark || null, answers, sample, findings, dispositions: [],
    photos: photos.map((photo) => ({ sha256: photo.sha256, bytes: photo.bytes, type: 'image/jpeg', width: 1600, height: 1200, item: photo.item })),
    signatures: { manager: { role: 'Penanggung jawab malam', strokes: { width: 300, height: 256, lines } }, officers: [{ officer, at: new Date(sealedAt).toISOString() }] },
    fixes: { start: fix, end: { ...fix, accuracy_m: fix.accuracy_m + 1 } }, emergency_at: null,
    portal_key: hash(`portal:${name}`), clock: { boot_ms: doc.seq * 540000, skew_ms: 120 },
  });
}
