// Copies a text and says so; a browser that refuses is told to the reader, not hidden.

import { toasts } from "@ronda/web";
import { t } from "../words/shell.ts";

export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.show({ text: t("copied", { what }), lasts: 5000 });
  } catch {
    toasts.show({ text: t("copy.failed"), lasts: 5000 });
  }
}
