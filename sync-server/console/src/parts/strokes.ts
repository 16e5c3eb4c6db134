// Strokes as the device sealed them: [[x, y, x, y, …], …], integers inside width × height.

import type { Strokes } from "../server/contract.ts";

/** One SVG path. A single point becomes a dot; an odd last number is ignored. */
export function strokePath(strokes: Strokes): string {
  let path = "";
  for (const line of strokes.lines) {
    const pairs = Math.floor(line.length / 2);
    if (pairs === 0) continue;
    path += `M${line[0]} ${line[1]}`;
    if (pairs === 1) path += "h.1";
    for (let i = 1; i < pairs; i++) path += `L${line[2 * i]} ${line[2 * i + 1]}`;
  }
  return path;
}
