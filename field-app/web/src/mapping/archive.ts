// The offline base map of this device: a PMTiles archive that ronda-field reads in parts. Whoever made it, its layers are
// known by the names that the three usual schemas give them (Protomaps, OpenMapTiles, Shortbread).
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { FetchSource, PMTiles, TileType } from "pmtiles";
import type { TileAt } from "./tiles.ts";

export type Ground = "green" | "water" | "building" | "stream" | "lane" | "road";

/** One kind of thing in one tile, in tile units of `extent` a side. */
export interface Shape {
  ground: Ground;
  path: Path2D;
  extent: number;
}

const groundOf: Record<string, Ground> = {
  landuse: "green", landcover: "green", park: "green", land: "green",
  water: "water", ocean: "water", water_polygons: "water",
  waterway: "stream", water_lines: "stream",
  buildings: "building", building: "building",
  roads: "lane", transportation: "lane", streets: "lane",
};
const wide = new Set(["highway", "major_road", "medium_road", "motorway", "trunk", "primary", "secondary", "tertiary"]);
const order: Ground[] = ["green", "water", "stream", "building", "lane", "road"];

function shapesOf(bytes: ArrayBuffer): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const [name, layer] of Object.entries(new VectorTile(new PbfReader(new Uint8Array(bytes))).layers)) {
    const ground = groundOf[name];
    if (!ground) continue;
    const wanted = ground === "lane" || ground === "stream" ? 2 : 3;
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i);
      if (feature.type !== wanted) continue;
      const { kind, class: rank } = feature.properties;
      const as: Ground = ground === "lane" && (wide.has(String(kind)) || wide.has(String(rank))) ? "road" : ground;
      const key = `${as}/${layer.extent}`;
      const shape = shapes.get(key) ?? { ground: as, path: new Path2D(), extent: layer.extent };
      shapes.set(key, shape);
      for (const ring of feature.loadGeometry()) {
        for (const [n, point] of ring.entries()) shape.path[n === 0 ? "moveTo" : "lineTo"](point.x, point.y);
        if (wanted === 3) shape.path.closePath();
      }
    }
  }
  return [...shapes.values()].sort((a, b) => order.indexOf(a.ground) - order.indexOf(b.ground));
}

/** Tiles kept; the oldest go first. A phone's screen shows six or so. */
const keep = 120;

export class Archive {
  private readonly tiles = new Map<string, Shape[] | undefined>();
  private constructor(
    private readonly source: PMTiles,
    readonly least: number,
    readonly most: number,
    /** Says that a tile came. */
    private readonly onload: () => void,
  ) {}

  /** Undefined when this device has no base map, or one that is none of vector tiles. */
  static async open(onload: () => void): Promise<Archive | undefined> {
    try {
      const source = new PMTiles(new FetchSource(new URL("map/base.pmtiles", document.baseURI).href));
      const header = await source.getHeader();
      return header.tileType === TileType.Mvt ? new Archive(source, header.minZoom, header.maxZoom, onload) : undefined;
    } catch {
      return undefined;
    }
  }

  /** What is in a tile; undefined while it is on its way. */
  shapes({ z, x, y }: TileAt): Shape[] | undefined {
    const key = `${z}/${x}/${y}`;
    if (!this.tiles.has(key)) {
      this.tiles.set(key, undefined);
      void this.source
        .getZxy(z, x, y)
        .then((tile) => (tile ? shapesOf(tile.data) : []))
        .catch(() => [])
        .then((shapes) => {
          this.tiles.set(key, shapes);
          for (const old of this.tiles.keys()) {
            if (this.tiles.size <= keep) break;
            this.tiles.delete(old);
          }
          this.onload();
        });
    }
    return this.tiles.get(key);
  }
}
