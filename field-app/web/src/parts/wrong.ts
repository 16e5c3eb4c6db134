// A form that was pressed too early shows what it lacks, wherever it was scrolled to.

import { tick } from "svelte";

/**
 * Brings the first field that is wrong before the eyes and under the keyboard: one with `aria-invalid`, or a control
 * that bears `data-wrong`. Call it once the errors are set.
 */
export async function showFirstWrong(form: HTMLElement | undefined): Promise<void> {
  await tick();
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]');
  wrong?.scrollIntoView({ block: "center" });
  wrong?.focus({ preventScroll: true });
}
