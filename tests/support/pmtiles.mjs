// A PMTiles archive of one region, made from the format's text (version 3): each tile says where it is by its shapes.
import { PbfWriter } from 'pbf';
import { zxyToTileId } from 'pmtiles';

const extent = 4096;

/** One vector tile: {layer: [{type: 2 | 3, tags, lines: [[[x, y], …], …]}]}. */
function vectorTile(layers) {
  const zigzag = (n) => (n << 1) ^ (n >> 31);
  const tile = new PbfWriter();
  for (const [name, features] of Object.entries(layers)) {
    const keys = [];
    const values = [];
    const place = (list, one) => (list.includes(one) ? list.indexOf(one) : list.push(one) - 1);
    tile.writeMessage(3, (_, layer) => {
      layer.writeVarintField(15, 2);
      layer.writeStringField(1, name);
      for (const { type, tags = {}, lines } of features) {
        const geometry = [];
        let [cx, cy] = [0, 0];
        for (const line of lines) {
          for (const [n, [x, y]] of line.entries()) {
            if (n === 0) geometry.push((1 << 3) | 1);
            if (n === 1) geometry.push(((line.length - 1) << 3) | 2);
            geometry.push(zigzag(x - cx), zigzag(y - cy));
            [cx, cy] = [x, y];
          }
          if (type === 3) geometry.push((1 << 3) | 7);
        }
        layer.writeMessage(2, (__, feature) => {
          feature.writePackedVarint(2, Object.entries(tags).flatMap(([key, value]) => [place(keys, key), place(values, value)]));
          feature.writeVarintField(3, type);
          feature.writePackedVarint(4, geometry);
        }, null);
      }
      for (const key of keys) layer.writeStringField(3, key);
      for (const value of values) layer.writeMessage(4, (__, out) => out.writeStringField(1, value), null);
      layer.writeVarintField(5, extent);
    }, null);
  }
  return Buffer.from(tile.finish());
}

const tileAt = ({ lat, lng }, z) => ({
  z, x: Math.floor(((lng + 180) / 360) * 2 ** z),
  y: Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z),
});

/** Around a place, zooms 8 to 14: every tile is water in its western half with one road across. */
export function baseMap(place) {
  const square = [[0, 0], [extent / 2, 0], [extent / 2, extent], [0, extent]];
  const content = vectorTile({
    water: [{ type: 3, tags: { kind: 'ocean' }, lines: [square] }],
    roads: [{ type: 2, tags: { kind: 'major_road' }, lines: [[[0, extent / 2], [extent, extent / 2]]] }],
  });
  const ids = [];
  for (let z = 8; z <= 14; z++) {
    const middle = tileAt(place, z);
    for (let dx = -6; dx <= 6; dx++) for (let dy = -6; dy <= 6; dy++) ids.push(zxyToTileId(z, middle.x + dx, middle.y + dy));
  }
  ids.sort((a, b) => a - b);
  const directory = new PbfWriter();
  directory.writeVarint(ids.length);
  ids.forEach((id, n) => directory.writeVarint(id - (n ? ids[n - 1] : 0)));
  for (let n = 0; n < ids.length; n++) directory.writeVarint(1);
  for (let n = 0; n < ids.length; n++) directory.writeVarint(content.length);
  for (let n = 0; n < ids.length; n++) directory.writeVarint(1); // every one is the same tile: offset 0, plus one
  const root = Buffer.from(directory.finish());
  const meta = Buffer.from('{}');
  const head = Buffer.alloc(127);
  head.write('PMTiles', 0, 'latin1');
  head.writeUInt8(3, 7);
  const long = (at, value) => head.writeBigUInt64LE(BigInt(value), at);
  const data = 127 + root.length + meta.length;
  [[8, 127], [16, root.length], [24, 127 + root.length], [32, meta.length], [40, data], [48, 0], [56, data], [64, content.length],
    [72, ids.length], [80, ids.length], [88, 1]].forEach(([at, value]) => long(at, value));
  head.writeUInt8(0, 96);
  head.set([1, 1, 1, 8, 14], 97); // no compression inside or of the tiles, vector tiles, zooms 8 to 14
  const degrees = (at, value) => head.writeInt32LE(Math.round(value * 1e7), at);
  [[102, place.lng - 1], [106, place.lat - 1], [110, place.lng + 1], [114, place.lat + 1], [119, place.lng], [123, place.lat]]
    .forEach(([at, value]) => degrees(at, value));
  head.writeUInt8(12, 118);
  return Buffer.concat([head, root, meta, content]);
}
