// The camera's sheet, and what it says of a berita acara, English. The type makes a missing or extra key a compile error.
import type { id } from "../id/scanning.ts";

export const en: Record<keyof typeof id, string> = {
  "scan.title": "Scan a code",
  "scan.text": "The Ronda code at the door, the NIB on the wall, or the code of a berita acara. The picture is not kept.",
  "scan.looking": "Looking for a code",
  "scan.coming": "The code reader is being opened.",
  "scan.missing": "The code reader is not on this phone yet. What was saved is safe. Close this and try again, or type the code under the picture, such as 4K7-2QM-9XR.",
  "scan.strange": "That is not a Ronda door code, not a berita acara, and there is no NIB in it.",
  "scan.no_camera": "The camera cannot be opened. Choose a photo of the code, or type the code under the picture, such as 4K7-2QM-9XR.",
  "scan.file": "Choose a photo of the code",
  "scan.nothing": "No code can be read in that photo. Try closer, with more light.",

  "paper.title": "Check a berita acara",
  "paper.genuine": "Genuine",
  "paper.altered": "Not genuine",
  "paper.unknown_device": "Device not known",
  "paper.ended_device": "Device switched off",
  "paper.offline": "Checked on this phone, without a network.",
  "paper.lodging": "Lodging",
  "paper.code_only": "Not on this phone, code {code}",
  "paper.date": "Date",
  "paper.outcome": "Outcome of the visit",
  "paper.new": "New findings",
  "paper.open": "Earlier findings still open",
  "paper.unit": "Unit and device",
  "paper.record": "Record number {seq}, hash",
  "paper.address": "Address, signed with it",
  "paper.to_lodging": "Open this lodging",
};
