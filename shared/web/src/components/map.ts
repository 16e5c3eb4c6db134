// Geometry of the map: a flat projection around the middle, good to well under a pixel over one regency. Pure.

/** Micro-degrees, as everywhere on the wire. */
export interface Position {
  lat: number;
  lon: number;
}

export interface Outline {
  code: string;
  name: string;
  /** Closed rings of [lon, lat] in micro-degrees. */
  rings: readonly (readonly (readonly [number, number])[])[];
  /** Land outside the unit's area: drawn dimmer, without a name. */
  outside?: boolean;
}

export interface View {
  centre: Position;
  /** Screen pixels per micro-degree of latitude. */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

const metresPerMicro = 0.11132;

/** How much shorter a degree of longitude is at this latitude. */
export function squeeze(lat: number): number {
  return Math.cos((lat / 1e6) * (Math.PI / 180));
}

export function toScreen(at: Position, view: View, size: Size): { x: number; y: number } {
  return {
    x: size.width / 2 + (at.lon - view.centre.lon) * squeeze(view.centre.lat) * view.scale,
    y: size.height / 2 - (at.lat - view.centre.lat) * view.scale,
  };
}

export function toPosition(x: number, y: number, view: View, size: Size): Position {
  return {
    lon: view.centre.lon + (x - size.width / 2) / (squeeze(view.centre.lat) * view.scale),
    lat: view.centre.lat - (y - size.height / 2) / view.scale,
  };
}

export const closest = 0.35;
export const widest = 0.00002;

export function clampScale(scale: number): number {
  return Math.min(closest, Math.max(widest, scale));
}

/** Room for the tools at the right, the note above and the scale below. */
export interface Margin {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

const roomy: Margin = { top: 56, right: 84, bottom: 72, left: 32 };

/** The view that shows every position with a margin. One position, or none, gives about two kilometres. */
export function fit(positions: readonly Position[], size: Size, margin: Margin = roomy): View {
  if (positions.length === 0) return { centre: { lat: -10_170_000, lon: 123_600_000 }, scale: clampScale(0.01) };
  const lats = positions.map((p) => p.lat);
  const lons = positions.map((p) => p.lon);
  const low = { lat: Math.min(...lats), lon: Math.min(...lons) };
  const high = { lat: Math.max(...lats), lon: Math.max(...lons) };
  const centre = { lat: (low.lat + high.lat) / 2, lon: (low.lon + high.lon) / 2 };
  const room = {
    x: Math.max(40, size.width - margin.left - margin.right),
    y: Math.max(40, size.height - margin.top - margin.bottom),
  };
  const least = 2000 / metresPerMicro / 4;
  const spanLat = Math.max(high.lat - low.lat, least);
  const spanLon = Math.max((high.lon - low.lon) * squeeze(centre.lat), least);
  const scale = clampScale(Math.min(room.y / spanLat, room.x / spanLon));
  return pan({ centre, scale }, (margin.left - margin.right) / 2, (margin.top - margin.bottom) / 2);
}

/** Zooms by a factor and keeps the place under (x, y) where it is. */
export function zoomAt(view: View, factor: number, x: number, y: number, size: Size): View {
  const under = toPosition(x, y, view, size);
  const scale = clampScale(view.scale * factor);
  const moved = toPosition(x, y, { centre: view.centre, scale }, size);
  return {
    centre: { lat: view.centre.lat + under.lat - moved.lat, lon: view.centre.lon + under.lon - moved.lon },
    scale,
  };
}

export function pan(view: View, dx: number, dy: number): View {
  return {
    centre: {
      lat: view.centre.lat + dy / view.scale,
      lon: view.centre.lon - dx / (squeeze(view.centre.lat) * view.scale),
    },
    scale: view.scale,
  };
}

/** A round length for the scale bar, at most `longest` pixels wide. */
export function scaleBar(view: View, longest = 90): { metres: number; width: number } {
  const perPixel = metresPerMicro / view.scale;
  const most = perPixel * longest;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
  return { metres, width: metres / perPixel };
}

/** Straight metres between two positions of one regency, by the rule of shared/domain/inspection.cpp. */
export function metresBetween(a: Position, b: Position): number {
  return Math.hypot((a.lat - b.lat) * metresPerMicro, (a.lon - b.lon) * squeeze((a.lat + b.lat) / 2) * metresPerMicro);
}

export function metresToPixels(metres: number, view: View): number {
  return (metres / metresPerMicro) * view.scale;
}

/** The SVG path of an outline, in micro-degrees from the origin, x squeezed and y downwards. */
export function outlinePath(outline: Outline, origin: Position): string {
  const k = squeeze(origin.lat);
  return outline.rings
    .map(
      (ring) =>
        ring
          .map(([lon, lat], i) => `${i === 0 ? "M" : "L"}${Math.round((lon - origin.lon) * k)} ${Math.round(origin.lat - lat)}`)
          .join("") + "Z",
    )
    .join("");
}

/** The middle of the largest ring, where the name stands. */
export function middle(outline: Outline): Position {
  const ring = [...outline.rings].sort((a, b) => b.length - a.length)[0] ?? [];
  let area = 0;
  let lon = 0;
  let lat = 0;
  const first = ring[0] ?? [0, 0];
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i] ?? first;
    const [x1, y1] = ring[(i + 1) % ring.length] ?? first;
    const cross = (x0 - first[0]) * (y1 - first[1]) - (x1 - first[0]) * (y0 - first[1]);
    area += cross;
    lon += (x0 + x1 - 2 * first[0]) * cross;
    lat += (y0 + y1 - 2 * first[1]) * cross;
  }
  if (area === 0) return { lon: first[0], lat: first[1] };
  return { lon: first[0] + lon / (3 * area), lat: first[1] + lat / (3 * area) };
}
