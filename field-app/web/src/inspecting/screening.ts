// Does a note look like it names a guest? Only a kind early word: the field app refuses the same again.
// The patterns are generous on purpose; a room count or a date must not trip them.

export type LooksLike = "nik" | "phone" | "passport" | "plate";

const patterns: readonly [LooksLike, RegExp][] = [
  // Sixteen digits, possibly grouped by blanks, dots or hyphens.
  ["nik", /(?<![\d])(?:\d[ .-]?){15}\d(?!\d)/],
  // 08xx, 628xx or +628xx with eight to twelve more digits, possibly grouped.
  ["phone", /(?<![\d])(?:\+?62|0)[ .-]?8[1-9](?:[ .-]?\d){6,11}(?!\d)/],
  // One or two letters and six to eight digits standing together, as passports are written.
  ["passport", /\b(?!(?:rp|no|km|id|rt|rw|pp|uu|ml|cm|lp|sp)\d)[A-Z]{1,2}\d{6,8}\b/i],
  // Number plate: DH 1234 AB. Only letters that are an area, so that "Lt 2 AB" or a law does not trip it.
  [
    "plate",
    /\b(?:[ABDEFGHKLMNPRSTWZ]|A[ABDEG]|B[ABDEGHKLMNP]|D[ABCDEGHKLMNPRST]|E[ABD]|K[BHTU]|P[ABGSTY])[ -]?[1-9]\d{2,3}[ -]?[A-Z]{1,3}\b/,
  ],
];

export function looksLike(text: string): LooksLike | undefined {
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
