// A signature as whole numbers: what the record keeps of the pad. At most 4,000 numbers, as the API asks.

import type { Strokes } from "../wire.ts";

export interface Point {
  x: number;
  y: number;
}

const most = 4000;

export function toStrokes(groups: readonly (readonly Point[])[], width: number, height: number): Strokes {
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const every = Math.max(1, Math.ceil((count * 2) / (most - 4 * groups.length)));
  const clamp = (value: number, top: number) => Math.min(top, Math.max(0, Math.round(value)));
  const lines = groups
    .filter((group) => group.length > 0)
    .map((group) =>
      group
        .filter((_, i) => i % every === 0 || i === group.length - 1)
        .flatMap((p) => [clamp(p.x, width), clamp(p.y, height)]),
    );
  return { width: Math.round(width), height: Math.round(height), lines };
}

/** The SVG path of the stored strokes. A single touch becomes a dot. */
export function toPath(strokes: Strokes): string {
  return strokes.lines
    .map((line) => {
      const steps: string[] = [];
      for (let i = 0; i + 1 < line.length; i += 2) steps.push(`${i === 0 ? "M" : "L"}${line[i]} ${line[i + 1]}`);
      if (steps.length === 1) steps.push(`L${(line[0] ?? 0) + 1} ${line[1]}`);
      return steps.join("");
    })
    .join("");
}
