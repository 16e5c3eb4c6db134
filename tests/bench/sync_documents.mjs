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

const reasons = ['Penjaga menolak pemeriksaan malam ini.', 'Pintu depan terkunci, tidak ada yang menjawab.', 'Bangunan di alamat ini bukan penginapan.'];
const broken = ['refused', 'closed', 'wrong_address'];

/** Photos that the document names, each at an item that takes one. */
function photosOf(doc) {
  const takes = items.filter((item) => item.photo);
  return doc.photos.map((photo, i) => ({
    sha256: photo.sha256, bytes: photo.bytes, type: 'image/jpeg', width: 1600, height: 1200, item: takes[(doc.seq + i) % takes.length].code,
  }));
}

/** What the visit found: every item of the checklist answered with the document's answers. */
function completeVisit(doc, name, opened, sealedAt, photos) {
  const sample = sampleOf(doc, sealedAt);
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
  return { outcome: 'done', outcome_reason: doc.remark || null, answers, sample, findings };
}

/** A visit that came to nothing: the door, the reason, the place. */
function brokenVisit(doc) {
  return { outcome: broken[doc.seq % 3], outcome_reason: doc.remark || reasons[doc.seq % 3], answers: [], sample: null, findings: [] };
}

/**
 * One body, as text. `name` makes its ids; `lodging` and `officer` are those of the unit; `complete` says whether the
 * whole checklist was gone through or the visit came to nothing.
 */
export function sealedBody(doc, name, lodging, officer, complete) {
  const opened = Date.parse(doc.started);
  const sealedAt = Math.max(Date.parse(doc.finished), opened + 1000 * doc.answers.at(-1).t);
  const photos = photosOf(doc);
  const visit = complete ? completeVisit(doc, name, opened, sealedAt, photos) : brokenVisit(doc);
  const fix = { lat_e6: -10_100_000 - Math.round((doc.gps.lat % 1) * 1e5), lng_e6: 123_600_000 + Math.round((doc.gps.lon % 1) * 1e5), accuracy_m: doc.gps.acc, mock: false };
  const stroke = (k) => parseInt(doc.signature.slice(k, k + 2), 16);
  const lines = [Array.from({ length: 16 }, (_, k) => stroke(k * 2))];
  const manager = complete ? { role: 'Penanggung jawab malam', strokes: { width: 300, height: 256, lines } } : null;
  return JSON.stringify({
    inspection: idAt(opened, name), lodging, visit: null, checklist: checklist.version,
    opened_at: new Date(opened).toISOString(), sealed_at: new Date(sealedAt).toISOString(), zone: 'Asia/Makassar',
    ...visit, dispositions: [], photos,
    signatures: { manager, officers: [{ officer, at: new Date(sealedAt).toISOString() }] },
    fixes: { start: fix, end: { ...fix, accuracy_m: fix.accuracy_m + 1 } }, emergency_at: null,
    portal_key: hash(`portal:${name}`), clock: { boot_ms: doc.seq * 540000, skew_ms: 120 },
  });
}

const HEAD_BYTES = 330; // of a record around its body: numbers, ids, kind, time and the hash before

/**
 * Bodies of the documents of one device. `mixed`: a document becomes a complete inspection whenever the bytes so far
 * leave room for one, else a visit that came to nothing, so that the records come to the size of the documents.
 * `complete`: every document becomes a complete inspection, which is twice its size.
 */
export function deviceBodies(docs, kind, nameOf, lodgingOf, officer) {
  const lines = [];
  let [documentBytes, recordBytes, complete] = [0, 0, 0];
  for (const [i, doc] of docs.entries()) {
    documentBytes += Buffer.byteLength(JSON.stringify(doc));
    let line = sealedBody(doc, nameOf(i), lodgingOf(i), officer, true);
    const fits = kind === 'complete' || recordBytes + Buffer.byteLength(line) + HEAD_BYTES <= documentBytes + 1200;
    if (!fits) line = sealedBody(doc, nameOf(i), lodgingOf(i), officer, false);
    recordBytes += Buffer.byteLength(line) + HEAD_BYTES;
    complete += fits ? 1 : 0;
    lines.push(line);
  }
  return { lines, documentBytes, complete };
}
