// A flat projection in micro-degrees, good to under a pixel over one regency. Pure.

export interface Spot {
  lat_e6: number;
  lng_e6: number;
}
export interface Box {
  width: number;
  height: number;
}
/** Middle and pixels per micro-degree of latitude. */
export interface View {
  lat: number;
  lng: number;
  scale: number;
}

const least = 0.0005;
const most = 0.3;
export const squeeze = (lat: number): number => Math.cos((lat / 1e6) * (Math.PI / 180));
export const clampScale = (scale: number): number => Math.min(most, Math.max(least, scale));
/** Metres in one micro-degree of latitude. */
export const metresPerMicro = 0.11132;

export function toScreen(at: Spot, view: View, box: Box): { x: number; y: number } {
  return {
    x: box.width / 2 + (at.lng_e6 - view.lng) * squeeze(view.lat) * view.scale,
    y: box.height / 2 - (at.lat_e6 - view.lat) * view.scale,
  };
}

/** The view that shows all spots with a margin; none or one gives about two kilometres around it. */
export function fit(spots: readonly Spot[], box: Box, margin = 44): View {
  const first = spots[0] ?? { lat_e6: -10_170_000, lng_e6: 123_600_000 };
  let south = first.lat_e6;
  let north = first.lat_e6;
  let west = first.lng_e6;
  let east = first.lng_e6;
  for (const spot of spots) {
    south = Math.min(south, spot.lat_e6);
    north = Math.max(north, spot.lat_e6);
    west = Math.min(west, spot.lng_e6);
    east = Math.max(east, spot.lng_e6);
  }
  const lat = (south + north) / 2;
  const room = { x: Math.max(40, box.width - 2 * margin), y: Math.max(40, box.height - 2 * margin) };
  const tall = Math.max(north - south, 5000);
  const wide = Math.max((east - west) * squeeze(lat), 5000);
  return { lat, lng: (west + east) / 2, scale: clampScale(Math.min(room.y / tall, room.x / wide)) };
}

/** Zooms by a factor and keeps the place under (x, y) where it is. */
export function zoomAt(view: View, factor: number, x: number, y: number, box: Box): View {
  const scale = clampScale(view.scale * factor);
  const dx = (x - box.width / 2) * (1 / view.scale - 1 / scale);
  const dy = (y - box.height / 2) * (1 / view.scale - 1 / scale);
  return { lat: view.lat - dy, lng: view.lng + dx / squeeze(view.lat), scale };
}

export function pan(view: View, dx: number, dy: number): View {
  return { lat: view.lat + dy / view.scale, lng: view.lng - dx / (squeeze(view.lat) * view.scale), scale: view.scale };
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

/** A round length for the scale bar, at most `longest` pixels. */
export function scaleBar(view: View, longest = 90): { metres: number; width: number } {
  const perPixel = metresPerMicro / view.scale;
  const limit = perPixel * longest;
  const power = 10 ** Math.floor(Math.log10(limit));
  const metres = [5, 2, 1].map((n) => n * power).find((length) => length <= limit) ?? power;
  return { metres, width: metres / perPixel };
}

export function distance(a: Spot, b: Spot): number {
  const dy = (a.lat_e6 - b.lat_e6) * metresPerMicro;
  const dx = (a.lng_e6 - b.lng_e6) * squeeze(a.lat_e6) * metresPerMicro;
  return Math.hypot(dx, dy);
}
