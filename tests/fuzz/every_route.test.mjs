// Every route of the server (openapi.yaml) and of the officer's app (routes.cpp) has an input in the fuzzers' corpus: a
// fuzzer that has never seen a path does not find it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (path) => readFileSync(join(root, path), 'utf8');

/** "METHOD /path" of every call in a target's corpus. */
function asked(target) {
  const folder = join(root, 'tests/fuzz/corpus', target);
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('%%\n'))
    .map((call) => call.split('\n', 1)[0].split('?', 1)[0].trim());
}

function missing(routes, inputs) {
  return routes.filter(({ method, path }) => {
    const pattern = new RegExp(`^${method} ${path.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}$`);
    return !inputs.some((input) => pattern.test(input));
  });
}

test('every route of the server is in the corpus', () => {
  const routes = [];
  let path = '';
  for (const line of read('shared/wire/openapi.yaml').split('\n')) {
    path = line.match(/^ {2}(\/[^:]*):/)?.[1] ?? path;
    const method = line.match(/^ {4}(get|put|post|patch|delete|head|options):/)?.[1];
    if (method) routes.push({ method: method.toUpperCase(), path });
  }
  assert.ok(routes.length > 70, `${routes.length} routes read`);
  assert.deepEqual(missing(routes, asked('server_fuzz')), []);
});

test("every route of the officer's app is in the corpus", () => {
  const routes = [...read('field-app/core/api/routes.cpp').matchAll(/\{"([A-Z]+)", "([^"]+)", api::/g)].map(([, method, path]) => ({ method, path }));
  assert.ok(routes.length > 50, `${routes.length} routes read`);
  assert.deepEqual(missing(routes, asked('app_fuzz')), []);
});
