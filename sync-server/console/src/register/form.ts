// A lodging as a form: text in, checked fields out, and what two editors did to the same one. Pure.

import type { Lodging } from "../server/contract.ts";

export const formFields = [
  "name", "kind", "kbli", "nib", "address", "kelurahan", "kecamatan", "rooms", "phone", "tier", "status", "lat", "lng",
] as const;
export type FormField = (typeof formFields)[number];
export type Form = Record<FormField, string>;
export type FieldError =
  | "e.name" | "e.nib" | "e.kbli" | "e.rooms" | "e.phone" | "e.lat" | "e.lng" | "e.both" | "e.point" | "e.outside" | "e.other";

export const emptyForm: Form = {
  name: "", kind: "guesthouse", kbli: "", nib: "", address: "", kelurahan: "", kecamatan: "", rooms: "", phone: "",
  tier: "medium", status: "active", lat: "", lng: "",
};

/** Micro-degrees as decimal degrees with a comma or a point; `-10165000` → `-10,165000`. */
export function degrees(e6: number | null | undefined, comma: boolean): string {
  if (e6 === null || e6 === undefined) return "";
  const text = (Math.abs(e6) / 1e6).toFixed(6);
  return `${e6 < 0 ? "-" : ""}${comma ? text.replace(".", ",") : text}`;
}

/** Reads degrees typed with a comma or a point and any minus sign; undefined when it is no number. */
export function microDegrees(text: string): number | undefined {
  const plain = text.trim().replace(/[−–]/, "-").replace(",", ".");
  return /^-?\d{1,3}(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * 1e6) : undefined;
}

export function formOf(lodging: Lodging, comma: boolean): Form {
  const text = (value: string | number | null): string => (value === null ? "" : String(value));
  return {
    name: lodging.name,
    kind: lodging.kind,
    kbli: text(lodging.kbli),
    nib: text(lodging.nib),
    address: text(lodging.address),
    kelurahan: text(lodging.kelurahan),
    kecamatan: text(lodging.kecamatan),
    rooms: text(lodging.rooms),
    phone: text(lodging.phone),
    tier: lodging.tier,
    status: lodging.status,
    lat: degrees(lodging.lat_e6, comma),
    lng: degrees(lodging.lng_e6, comma),
  };
}

export function checkForm(form: Form): Partial<Record<FormField, FieldError>> {
  const errors: Partial<Record<FormField, FieldError>> = {};
  if (form.name.trim() === "") errors.name = "e.name";
  if (form.nib.trim() !== "" && !/^\d{13}$/.test(form.nib.trim())) errors.nib = "e.nib";
  if (form.kbli.trim() !== "" && !/^\d{5}$/.test(form.kbli.trim())) errors.kbli = "e.kbli";
  const rooms = form.rooms.trim();
  if (rooms !== "" && !(/^\d{1,4}$/.test(rooms) && Number(rooms) >= 1 && Number(rooms) <= 5000)) errors.rooms = "e.rooms";
  if (form.phone.trim() !== "" && !/^[0-9+\-() /.]{3,40}$/.test(form.phone.trim())) errors.phone = "e.phone";
  const lat = microDegrees(form.lat);
  const lng = microDegrees(form.lng);
  if (form.lat.trim() !== "" && (lat === undefined || lat < -11_500_000 || lat > 6_500_000)) errors.lat = "e.lat";
  if (form.lng.trim() !== "" && (lng === undefined || lng < 94_500_000 || lng > 141_500_000)) errors.lng = "e.lng";
  if (form.lat.trim() === "") errors.lat = form.lng.trim() === "" ? "e.point" : "e.both";
  if (form.lng.trim() === "") errors.lng = form.lat.trim() === "" ? "e.point" : "e.both";
  return errors;
}

/** The form field a server's `where` points at ("/lat_e6"), with the words for it. Undefined: not one of ours. */
export function fieldError(where: string): { field: FormField; error: FieldError } | undefined {
  const member = where.replace(/^\//, "");
  if (member === "lat_e6" || member === "lng_e6") return { field: "lat", error: "e.outside" };
  const field = formFields.find((name) => name === member);
  if (!field) return undefined;
  const own: Partial<Record<FormField, FieldError>> = { name: "e.name", nib: "e.nib", kbli: "e.kbli", rooms: "e.rooms", phone: "e.phone" };
  return { field, error: own[field] ?? "e.other" };
}

/** The wire member and value of one form field. Empty text is null. */
export function wireField(field: FormField, text: string): { member: string; value: string | number | null } {
  const plain = text.trim();
  if (field === "rooms") return { member: "rooms", value: plain === "" ? null : Number(plain) };
  if (field === "lat") return { member: "lat_e6", value: microDegrees(plain) ?? null };
  if (field === "lng") return { member: "lng_e6", value: microDegrees(plain) ?? null };
  return { member: field, value: plain === "" ? null : plain };
}

/** The wire fields that differ; a point always travels whole. */
export function changedFields(before: Form, now: Form): Record<string, string | number | null> {
  const fields: Record<string, string | number | null> = {};
  for (const field of changedNames(before, now)) {
    const { member, value } = wireField(field, now[field]);
    fields[member] = value;
  }
  return fields;
}

export function changedNames(before: Form, now: Form): FormField[] {
  const names: FormField[] = formFields.filter((field) => before[field].trim() !== now[field].trim());
  const half = (one: FormField, other: FormField): void => {
    if (names.includes(one) && !names.includes(other)) names.push(other);
  };
  half("lat", "lng");
  half("lng", "lat");
  return names;
}

export interface Clash {
  field: FormField;
  mine: string;
  theirs: string;
}
export interface Comparison {
  /** Both changed it, differently: the person decides. */
  clashes: Clash[];
  /** Only I changed it: saved as it is. */
  mine: FormField[];
  /** Only the other changed it: stays. */
  theirs: FormField[];
}

/** What became of a form when somebody else saved first. */
export function compare(base: Form, mine: Form, theirs: Form): Comparison {
  const result: Comparison = { clashes: [], mine: [], theirs: [] };
  for (const field of formFields) {
    const original = base[field].trim();
    const own = mine[field].trim();
    const other = theirs[field].trim();
    if (own === other) continue;
    if (own === original) result.theirs.push(field);
    else if (other === original) result.mine.push(field);
    else result.clashes.push({ field, mine: own, theirs: other });
  }
  return result;
}

export type Choice = "mine" | "theirs";

/** The form to save after every clash was decided; undefined while one is open. */
export function decided(theirs: Form, mine: Form, comparison: Comparison, choices: Partial<Record<FormField, Choice>>): Form | undefined {
  const result = { ...theirs };
  for (const field of comparison.mine) result[field] = mine[field];
  for (const { field } of comparison.clashes) {
    const choice = choices[field];
    if (!choice) return undefined;
    if (choice === "mine") result[field] = mine[field];
  }
  return result;
}
