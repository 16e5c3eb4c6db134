// What a scanned code is: a door's or an NIB, as words to search for; or a berita acara's, to be checked. Pure.

export type Scanned = { kind: "door"; query: string } | { kind: "paper"; text: string };

/** The code as printed on Ronda's own sticker, or the NIB inside whatever else hangs there; undefined when neither. */
export function queryOf(scanned: string): string | undefined {
  const door = scanned.trim().match(/^RONDA:([A-Z2-9]{3})([A-Z2-9]{3})([A-Z2-9]{3})$/i);
  if (door) return door.slice(1).join("-").toUpperCase();
  // Thirteen digits stand for themselves; in a longer row of digits they would be something else.
  return scanned.match(/(?<!\d)\d{13}(?!\d)/)?.[0];
}

/** Only that it claims to be a paper's code: the field app says whether it is true. */
export function scannedAs(text: string): Scanned | undefined {
  if (/^(.*#)?RONDA2\./.test(text.trim())) return { kind: "paper", text: text.trim() };
  const query = queryOf(text);
  return query === undefined ? undefined : { kind: "door", query };
}
