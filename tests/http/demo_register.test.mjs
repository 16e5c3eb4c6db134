// The demo register lies where it says: every invented lodging inside the real kelurahan that it names.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { shared, Stage } from '../support/stage.mjs';

const stage = new Stage();
const outlines = join(shared, 'data/kupang/kelurahan.geojson');
after(() => stage.strike());

/** Even-odd rule over all rings, so that holes and parts count as they should. */
function holds(geometry, x, y) {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [ring[i], ring[j]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

test('each of the 207 lodgings lies inside its kelurahan, and all 51 kelurahan have one',
  { skip: existsSync(outlines) ? false : '../shared/data/kupang is not here' }, async () => {
    await stage.demo();
    const real = new Map(JSON.parse(readFileSync(outlines, 'utf8')).features.map((one) => [one.properties.name, one.geometry]));
    const [head, ...rows] = readFileSync(stage.path('server', 'demo-register.csv'), 'utf8').replace('\uFEFF', '').trim().split('\r\n')
      .map((line) => line.split(';').map((cell) => cell.replaceAll('"', '')));
    const column = (name) => head.indexOf(name);
    const degrees = (cell) => Number(cell.replace(',', '.'));
    const astray = rows.filter((row) =>
      !holds(real.get(row[column('Kelurahan')]), degrees(row[column('Bujur')]), degrees(row[column('Lintang')])));
    assert.equal(rows.length, 207);
    assert.deepEqual(astray.map((row) => row[0]), []);
    assert.equal(new Set(rows.map((row) => row[column('Kelurahan')])).size, real.size);
  });
