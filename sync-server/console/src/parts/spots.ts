// Places as the wire tells them, on a map. Pure.
import { geo } from "@ronda/web";

export interface Spot {
  lat_e6: number;
  lng_e6: number;
}

export const positionOf = ({ lat_e6, lng_e6 }: Spot): geo.Position => ({ lat: lat_e6, lon: lng_e6 });

export function distance(a: Spot, b: Spot): number {
  return geo.metresBetween(positionOf(a), positionOf(b));
}

/** Labels that do not lie on each other: earlier ones win. Widths are guessed from the letters. */
export function placeLabels<L extends { name: string; x: number; y: number }>(labels: readonly L[]): L[] {
  const kept: { left: number; right: number; y: number; label: L }[] = [];
  for (const label of labels) {
    const half = label.name.length * 3.6 + 6;
    const left = label.x - half;
    const right = label.x + half;
    const free = kept.every((other) => right < other.left || left > other.right || Math.abs(label.y - other.y) > 17);
    if (free) kept.push({ left, right, y: label.y, label });
  }
  return kept.map((entry) => entry.label);
}
