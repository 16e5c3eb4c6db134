// A sealed inspection as it happened, and its answers by section. Pure.

import type { Checklist, ChecklistItem, SealedBody, Severity, Strokes, Text2 } from "../server/contract.ts";
import { distance } from "../parts/spots.ts";

export type TraceWhat =
  | "opened" | "section" | "no" | "sample" | "photos" | "manager" | "manager_refused" | "officer" | "emergency" | "sealed" | "received";

export interface TraceLine {
  /** Milliseconds; events the record gives no time for take the one before them. */
  at: number;
  what: TraceWhat;
  item?: string;
  section?: string;
  count?: number;
  note?: string;
  officer?: string;
  metres?: number;
}

/** Runs of answers in one section become one line; every No stands alone. */
export function traceOf(body: SealedBody, sectionOf: (item: string) => string, receivedAt: string | null): TraceLine[] {
  const lines: TraceLine[] = [];
  const start = body.fixes?.start ?? null;
  const end = body.fixes?.end ?? null;
  lines.push({ at: Date.parse(body.opened_at), what: "opened", ...(start ? { metres: start.accuracy_m } : {}) });
  const answers = [...body.answers].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const answer of answers) {
    const at = Date.parse(answer.at);
    const section = sectionOf(answer.item);
    if (answer.value === "no") {
      lines.push({ at, what: "no", item: answer.item, section, ...(answer.note ? { note: answer.note } : {}) });
      continue;
    }
    const last = lines[lines.length - 1];
    if (last?.what === "section" && last.section === section) {
      last.count = (last.count ?? 0) + 1;
      last.at = at;
    } else {
      lines.push({ at, what: "section", section, count: 1 });
    }
  }
  const sampled = answers.filter((answer) => answer.item.startsWith("SMP")).map((answer) => Date.parse(answer.at));
  const sealed = Date.parse(body.sealed_at);
  if (body.sample) lines.push({ at: sampled.length > 0 ? Math.max(...sampled) : sealed, what: "sample", count: body.sample.n });
  if (body.emergency_at) lines.push({ at: Date.parse(body.emergency_at), what: "emergency" });
  for (const officer of body.signatures?.officers ?? []) lines.push({ at: Date.parse(officer.at), what: "officer", officer: officer.officer });
  if (body.photos.length > 0) lines.push({ at: sealed, what: "photos", count: body.photos.length });
  const manager = body.signatures?.manager;
  if (manager) lines.push({ at: sealed, what: "refused" in manager ? "manager_refused" : "manager" });
  lines.push({ at: sealed, what: "sealed", ...(start && end ? { metres: Math.round(distance(start, end)) } : {}) });
  if (receivedAt) lines.push({ at: Date.parse(receivedAt), what: "received" });
  const rank = (line: TraceLine): number => (line.what === "received" ? 2 : line.what === "sealed" ? 1 : 0);
  return lines.sort((a, b) => rank(a) - rank(b) || a.at - b.at);
}

export interface AnswerRow {
  code: string;
  text: Text2 | null;
  value: unknown;
  note: string | null;
  at: string | null;
  photos: string[];
  finding: { severity: Severity; due_on: string; note: string | null } | null;
  item: ChecklistItem | null;
}
export interface Section {
  code: string;
  title: Text2;
  rows: AnswerRow[];
  findings: number;
}

/** The answers in the order of the checklist; without one, grouped by the letters of their codes. */
export function sectionsOf(body: SealedBody, checklist: Checklist | null): Section[] {
  const answers = new Map(body.answers.map((answer) => [answer.item, answer]));
  const findings = new Map(body.findings.map((finding) => [finding.item, finding]));
  const row = (code: string, item: ChecklistItem | null): AnswerRow => {
    const answer = answers.get(code);
    const finding = findings.get(code);
    return {
      code,
      text: item?.text ?? null,
      value: answer?.value ?? null,
      note: answer?.note ?? null,
      at: answer?.at ?? null,
      photos: answer?.photos ?? [],
      finding: finding ? { severity: finding.severity, due_on: finding.due_on, note: finding.note ?? null } : null,
      item,
    };
  };
  const close = (code: string, title: Text2, rows: AnswerRow[]): Section => ({
    code,
    title,
    rows,
    findings: rows.filter((entry) => entry.finding !== null).length,
  });
  if (checklist)
    return checklist.sections.map((section) =>
      close(section.code, section.title, section.items.map((item) => row(item.code, item))),
    );
  const groups = new Map<string, AnswerRow[]>();
  for (const answer of body.answers) {
    const code = sectionCode(answer.item);
    groups.set(code, [...(groups.get(code) ?? []), row(answer.item, null)]);
  }
  return [...groups].map(([code, rows]) => close(code, { id: code, en: code }, rows));
}

export const sectionCode = (item: string): string => item.split("-")[0] ?? item;

/** The section with the first finding, else the first with an answer. */
export function firstSection(sections: readonly Section[]): string {
  const found = sections.find((section) => section.findings > 0) ?? sections.find((section) => section.rows.some((row) => row.value !== null));
  return found?.code ?? sections[0]?.code ?? "";
}

export type Manager = { refused: true; reason: string } | { role: string; name?: string | null; strokes: Strokes };
export const refusedToSign = (manager: Manager): manager is { refused: true; reason: string } => "refused" in manager;

/** The SHA-256 of a record's bytes in lower-case hex; undefined where the browser has no crypto (plain HTTP). */
export async function hashOf(text: string): Promise<string | undefined> {
  if (typeof crypto === "undefined" || !crypto.subtle) return undefined;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
