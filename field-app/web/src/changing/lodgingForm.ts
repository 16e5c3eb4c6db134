// A lodging as an officer writes it down: checked kindly here, refused for good by the field app. Pure.

import { looksLike } from "../inspecting/screening.ts";
import type { LodgingBrief } from "../wire.ts";
import type { FieldKey } from "../words/words.ts";
import type { LodgingChanges, LodgingKind } from "./shapes.ts";

export interface LodgingForm {
  name: string;
  kind: LodgingKind;
  address: string;
  kelurahan: string;
  rooms: number | undefined;
  phone: string;
}

export type Wrong = Partial<Record<keyof LodgingForm, FieldKey>>;

export const emptyForm = (name = ""): LodgingForm => ({ name, kind: "guesthouse", address: "", kelurahan: "", rooms: undefined, phone: "" });

export function formOf(lodging: LodgingBrief & { phone?: string | null }): LodgingForm {
  return {
    name: lodging.name,
    kind: lodging.kind,
    address: lodging.address,
    kelurahan: lodging.kelurahan,
    rooms: lodging.rooms ?? undefined,
    phone: lodging.phone ?? "",
  };
}

/** What does not fit yet, as the sentence that says so. The phone is the business's, so it alone may look like one. */
export function wrongOf(form: LodgingForm): Wrong {
  const wrong: Wrong = {};
  if (form.name.trim() === "") wrong.name = "new.need_name";
  for (const field of ["name", "address", "kelurahan"] as const) {
    const like = looksLike(form[field]);
    if (like) wrong[field] = `note.${like}`;
  }
  const digits = form.phone.replace(/\D/g, "").length;
  if (form.phone.trim() !== "" && (digits < 5 || digits > 15)) wrong.phone = "new.need_phone";
  return wrong;
}

/** Only what is different; an emptied field is told as unknown. */
export function changesOf(before: LodgingForm, after: LodgingForm): LodgingChanges {
  const changes: LodgingChanges = {};
  if (before.name.trim() !== after.name.trim()) changes.name = after.name.trim();
  if (before.kind !== after.kind) changes.kind = after.kind;
  for (const field of ["address", "kelurahan", "phone"] as const) {
    if (before[field].trim() !== after[field].trim()) changes[field] = orUnknown(after[field]);
  }
  if (before.rooms !== after.rooms) changes.rooms = after.rooms ?? null;
  return changes;
}

/** The text, or null where nothing is written. */
export const orUnknown = (text: string): string | null => text.trim() || null;
