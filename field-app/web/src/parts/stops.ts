// What a stop looks like to the eye: its glyph, its place in the round, how far it is. Pure.
import { geo, type VisitGlyph } from "@ronda/web";
import type { LodgingBrief, Rung, Stop, VisitState } from "../wire.ts";

interface Here {
  lat: number;
  lon: number;
}

export const glyphOf: Record<VisitState, VisitGlyph> = {
  planned: "planned",
  under_way: "going",
  done: "done",
  missed: "missed",
  moved: "moved",
  refused: "refused",
  closed: "closed",
  not_found: "not_found",
  wrong_address: "wrong_address",
  unsafe: "unsafe",
};

export const rungOf: Record<Rung, 0 | 1 | 2 | 3 | 4 | 5> = {
  berita_acara: 0,
  pemberitahuan: 1,
  teguran_1: 2,
  teguran_2: 3,
  teguran_3: 4,
  rekomendasi: 5,
};

export const isOpen = (stop: Stop): boolean => stop.state === "planned" || stop.state === "under_way";

/** What is under way comes first, then the first planned one in the round's order. */
export function nextStop(stops: readonly Stop[]): Stop | undefined {
  return stops.find((stop) => stop.state === "under_way") ?? stops.find((stop) => stop.state === "planned");
}

/** Straight metres from here, if both places are known. */
export function farFrom(here: Here | undefined, lodging: LodgingBrief): number | undefined {
  if (!here || lodging.lat_e6 === null || lodging.lng_e6 === null) return undefined;
  return geo.metresBetween(here, { lat: lodging.lat_e6, lon: lodging.lng_e6 });
}

/** Opens the phone's own map application: Android hands a geo: address on, Apple's devices and desktops do not know it. */
export function navigateLink(lodging: LodgingBrief, agent = navigator.userAgent): string | undefined {
  if (lodging.lat_e6 === null || lodging.lng_e6 === null) return undefined;
  const [lat, lng] = [(lodging.lat_e6 / 1e6).toFixed(6), (lodging.lng_e6 / 1e6).toFixed(6)];
  const at = `${lat},${lng}`;
  if (/iPhone|iPad|Macintosh/.test(agent)) return `https://maps.apple.com/?daddr=${at}&q=${encodeURIComponent(lodging.name)}`;
  if (!/Android/.test(agent)) return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=17/${lat}/${lng}`;
  return `geo:${at}?q=${at}(${encodeURIComponent(lodging.name)})`;
}

/** From here on an officer is asked why the inspection is made from so far away. */
export const farMetres = 200;
