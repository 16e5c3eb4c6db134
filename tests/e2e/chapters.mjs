// Tests that tell one story, each standing on the one before.
import { test as nodeTest } from 'node:test';

/**
 * Gives the `test` of a story: after a chapter that failed, the others say so instead of failing for its reason. With
 * RONDA_DEBUG_DIR the pages are kept there as they stood then; `pages()` tells them by name.
 *
 * `atEnd` looks at each chapter after its last line; `goesOn(error)` says that the story can go on in spite of it; `onError(error, folder)`
 * adds what it knows, `folder` being RONDA_DEBUG_DIR if there is one.
 */
export function chapters(pages, { atEnd = () => {}, goesOn = () => false, onError = () => {} } = {}) {
  let broken = '';
  return (name, body) => nodeTest(name, async () => {
    if (broken) throw new Error(`not reached: "${broken}" failed`);
    try {
      await body();
      await atEnd();
    } catch (error) {
      if (!goesOn(error)) broken = name;
      const folder = process.env.RONDA_DEBUG_DIR;
      if (folder) {
        for (const [one, page] of Object.entries(pages())) await page?.screenshot({ path: `${folder}/${one}.png` }).catch(() => {});
      }
      onError(error, folder);
      throw error;
    }
  });
}
