// Which tiles cover a view of the map, and where each of them lies on the screen. Pure.
import { geo } from "@ronda/web";

export interface TileAt {
  z: number;
  x: number;
  y: number;
}

/** Screen rectangle of a tile. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Pixels that a tile is drawn at before the next zoom is taken. */
const tilePixels = 512;
/** A view never needs more; a bigger number would be a mistake in the zoom. */
const mostTiles = 40;

const turn = (lon: number, z: number): number => ((lon / 1e6 + 180) / 360) * 2 ** z;
const mercator = (lat: number, z: number): number => {
  const rad = ((lat / 1e6) * Math.PI) / 180;
  return ((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * 2 ** z;
};
const lonOf = (x: number, z: number): number => (x / 2 ** z) * 360e6 - 180e6;
const latOf = (y: number, z: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180e6) / Math.PI;

export function zoomOf(view: geo.View, least: number, most: number): number {
  const whole = Math.round(Math.log2((view.scale * 360e6) / tilePixels));
  return Math.min(most, Math.max(least, whole));
}

export function tilesOf(view: geo.View, size: geo.Size, z: number): TileAt[] {
  const from = geo.toPosition(0, 0, view, size);
  const to = geo.toPosition(size.width, size.height, view, size);
  const end = 2 ** z - 1;
  const clamp = (value: number): number => Math.min(end, Math.max(0, Math.floor(value)));
  const found: TileAt[] = [];
  for (let y = clamp(mercator(from.lat, z)); y <= clamp(mercator(to.lat, z)); y++) {
    for (let x = clamp(turn(from.lon, z)); x <= clamp(turn(to.lon, z)); x++) found.push({ z, x, y });
  }
  return found.slice(0, mostTiles);
}

/** Tiles are squares of Mercator's map, this one is flat: within one tile the difference is less than a pixel. */
export function frameOf(tile: TileAt, view: geo.View, size: geo.Size): Frame {
  const from = geo.toScreen({ lat: latOf(tile.y, tile.z), lon: lonOf(tile.x, tile.z) }, view, size);
  const to = geo.toScreen({ lat: latOf(tile.y + 1, tile.z), lon: lonOf(tile.x + 1, tile.z) }, view, size);
  return { left: from.x, top: from.y, width: to.x - from.x, height: to.y - from.y };
}
