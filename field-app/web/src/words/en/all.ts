// Every English sentence of the app in one file of its own: it is fetched when English is chosen, else in idle time.
import type { FieldKey } from "../words.ts";
import { en as access } from "./access.ts";
import { en as changing } from "./changing.ts";
import { en as everyday } from "./everyday.ts";
import { en as scanning } from "./scanning.ts";
import { en as syncing } from "./syncing.ts";

export const en: Record<FieldKey, string> = { ...everyday, ...access, ...changing, ...scanning, ...syncing };
