// The plan's words, one file for each part of its page.
import * as editing from "./plan/editing.ts";
import * as figures from "./plan/figures.ts";
import * as page from "./plan/page.ts";
import * as planning from "./plan/planning.ts";
import * as views from "./plan/views.ts";
import { words } from "./room.ts";

export const t = words(
  { ...page.id, ...editing.id, ...planning.id, ...figures.id, ...views.id },
  { ...page.en, ...editing.en, ...planning.en, ...figures.en, ...views.en },
);
