// @ronda/web: what the officer's app and the console share.
export { api, asProblem, exchange, Problem, wire, type Options, type Reply } from "./api.ts";
export { canShare, download, keepFile, shareFile, type Fetched } from "./files.ts";
export { prefs, themes, type Lang, type Theme } from "./prefs.svelte.ts";
export { fill, LaterWords, place, say, t, translator, type Params, type SharedKey, type Words } from "./i18n/i18n.svelte.ts";
export * as format from "./i18n/format.ts";
export type { Day, Zone } from "./i18n/format.ts";
export { problemBeats, problemSentence, type Beats } from "./i18n/problems.ts";
export {
  severities,
  syncGlyphs,
  toneOf,
  visitGlyphs,
  wordKey,
  type GlyphName,
  type Severity,
  type SyncGlyph,
  type Tone,
  type VisitGlyph,
} from "./components/glyphs.ts";
export * as geo from "./components/map.ts";
export type { Outline, Position } from "./components/map.ts";
export { reachable } from "./components/reachable.ts";
export { toasts, type Toast } from "./components/toasts.svelte.ts";
export { default as Button } from "./components/Button.svelte";
export { default as Checkbox } from "./components/Checkbox.svelte";
export { default as Chip } from "./components/Chip.svelte";
export { default as DateField } from "./components/DateField.svelte";
export { default as Dialog } from "./components/Dialog.svelte";
export { default as EmptyState } from "./components/EmptyState.svelte";
export { default as ErrorState } from "./components/ErrorState.svelte";
export { default as Field } from "./components/Field.svelte";
export { default as IconButton } from "./components/IconButton.svelte";
export { default as KelurahanMap } from "./components/KelurahanMap.svelte";
export { default as LangToggle } from "./components/LangToggle.svelte";
export { default as Lantern } from "./components/Lantern.svelte";
export { default as Loading } from "./components/Loading.svelte";
export { default as MapFrame } from "./components/MapFrame.svelte";
export { default as MonthCounter } from "./components/MonthCounter.svelte";
export { default as NumberField } from "./components/NumberField.svelte";
export { default as OfflineStrip } from "./components/OfflineStrip.svelte";
export { default as ProgressRing } from "./components/ProgressRing.svelte";
export { default as RungBars } from "./components/RungBars.svelte";
export { default as Segmented } from "./components/Segmented.svelte";
export { default as Select } from "./components/Select.svelte";
export { default as SeverityGlyph } from "./components/SeverityGlyph.svelte";
export { default as Sheet } from "./components/Sheet.svelte";
export { default as StatusGlyph } from "./components/StatusGlyph.svelte";
export { default as SyncBadge } from "./components/SyncBadge.svelte";
export { default as TextField } from "./components/TextField.svelte";
export { default as ThemeToggle } from "./components/ThemeToggle.svelte";
export { default as Toaster } from "./components/Toaster.svelte";
