// What a code at a door says, as words to search for. Pure.

/** The code as printed on Ronda's own sticker, or the NIB inside whatever else hangs there; undefined when neither. */
export function queryOf(scanned: string): string | undefined {
  const door = scanned.trim().match(/^RONDA:([A-Z2-9]{3})([A-Z2-9]{3})([A-Z2-9]{3})$/i);
  if (door) return door.slice(1).join("-").toUpperCase();
  // Thirteen digits stand for themselves; in a longer row of digits they would be something else.
  return scanned.match(/(?<!\d)\d{13}(?!\d)/)?.[0];
}
