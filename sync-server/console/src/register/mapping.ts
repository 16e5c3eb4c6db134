// The import's column mapping and what a commit would do. Pure.

import type { Import, ImportColumn } from "../server/contract.ts";

/** CSV fields of the contract. */
export const importFields = [
  "name", "kind", "kbli", "nib", "address", "kelurahan", "kecamatan", "kelurahan_code", "lat", "lng", "rooms", "phone",
  "tier", "status",
] as const;
export type ImportField = (typeof importFields)[number];
export type Mapping = Record<string, string | null>;

export function mappingOf(columns: readonly ImportColumn[]): Mapping {
  return Object.fromEntries(columns.map((column) => [String(column.index), column.field]));
}

/** The whole mapping after one column was pointed at a field. A field has one column: the one before loses it. */
export function assign(columns: readonly ImportColumn[], index: number, field: string | null): Mapping {
  const mapping = mappingOf(columns);
  for (const [other, held] of Object.entries(mapping)) if (field !== null && held === field) mapping[other] = null;
  mapping[String(index)] = field;
  return mapping;
}

/** Fields a column may be pointed at, with a mark on those another column holds. */
export function offers(columns: readonly ImportColumn[], index: number): { field: ImportField; taken: string | null }[] {
  return importFields.map((field) => ({
    field,
    taken: columns.find((column) => column.field === field && column.index !== index)?.header ?? null,
  }));
}

export type MappingGap = "no_name" | "no_point" | "half_point";

export function mappingGaps(columns: readonly ImportColumn[]): MappingGap[] {
  const has = (field: ImportField): boolean => columns.some((column) => column.field === field);
  const gaps: MappingGap[] = [];
  if (!has("name")) gaps.push("no_name");
  if (has("lat") !== has("lng")) gaps.push("half_point");
  else if (!has("lat")) gaps.push("no_point");
  return gaps;
}

export type Decision = "keep" | "same";
export type Decisions = Readonly<Record<number, Decision>>;

export interface Outlook {
  /** Rows that go into the register: accepted ones and kept twins. */
  rows: number;
  fresh: number;
  updated: number;
  rejected: number;
  /** Twins that stay out. */
  doubtful: number;
  keep: number[];
}

/** What pressing import would do with these decisions; undecided twins stay out. */
export function outlook(found: Pick<Import, "counts" | "doubtful">, decisions: Decisions): Outlook {
  const keep = found.doubtful.filter((pair) => decisions[pair.row] === "keep").map((pair) => pair.row);
  const { accepted, updated, rejected } = found.counts;
  return {
    rows: accepted + keep.length,
    fresh: Math.max(0, accepted - updated) + keep.length,
    updated,
    rejected,
    doubtful: found.doubtful.length - keep.length,
    keep,
  };
}

export interface Piece {
  text: string;
  differs: boolean;
}

/** The words of a name, those not found in the other one marked. */
export function differences(name: string, other: string): Piece[] {
  const known = new Set(other.toLowerCase().split(/\s+/));
  return name
    .split(/(\s+)/)
    .filter((text) => text !== "")
    .map((text) => ({ text, differs: text.trim() !== "" && !known.has(text.toLowerCase()) }));
}

/** A number of which only head and tail are shown: enough to compare, too little to copy from a screen. */
export function masked(text: string | null | undefined): string {
  const plain = (text ?? "").trim();
  return plain.length < 8 ? plain : `${plain.slice(0, 4)} ${plain.slice(4, 5)}••• ${plain.slice(-2)}`;
}
