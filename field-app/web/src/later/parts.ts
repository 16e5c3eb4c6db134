// What the lock screen and My round do not need: each is fetched on its own, in idle time once My round stands, or at
// the tap that asks for it first. The browser keeps what it has, so that every screen is there when the app's own server
// on this phone is gone, and asks again for what failed.

import type { Component } from "svelte";
import { english } from "../words/words.ts";

/** Fetches a part; rejects when it cannot be had now, and may be asked again. */
export type Part<P extends Record<string, any>> = () => Promise<{ default: Component<P> }>;

/** In the order in which an officer is likely to want them. */
export const screens = {
  lodging: () => import("../screens/Lodging.svelte"),
  inspect: () => import("../screens/Inspect.svelte"),
  find: () => import("../screens/Find.svelte"),
  me: () => import("../screens/Me.svelte"),
  sample: () => import("../screens/Sample.svelte"),
  finish: () => import("../screens/Finish.svelte"),
  report: () => import("../screens/Report.svelte"),
  others: () => import("../reporting/Others.svelte"),
  new: () => import("../screens/NewLodging.svelte"),
  again: () => import("../screens/Again.svelte"),
};

export const sheets = {
  sync: () => import("../syncing/SyncSheet.svelte"),
  photoEditor: () => import("../inspecting/PhotoEditor.svelte"),
  sign: () => import("../access/SignSheet.svelte"),
  leads: () => import("../reporting/LodgingLeads.svelte"),
  quick: () => import("../access/QuickSheet.svelte"),
  codeForm: () => import("../access/CodeForm.svelte"),
  access: () => import("../access/AccessCard.svelte"),
  scan: () => import("../door/ScanSheet.svelte"),
  paper: () => import("../door/PaperSheet.svelte"),
};

/** Work that was begun on another phone, below the round. */
export const unfinished = () => import("../parts/Unfinished.svelte");

/** The round on the map; what lies under it comes after. */
export const roundMap = () => import("../mapping/RoundMap.svelte");
export const baseMap = () => import("../mapping/BaseMap.svelte");

/** No component, but a wait all the same for whoever needs it first. */
const readers = [
  () => english.load(),
  /** With what it reads codes with, where the browser has no reader of its own. */
  () => import("../door/reader.ts").then((door) => door.openReader()),
];

/** Before a device is enrolled or has a PIN; never needed on a round. */
export const first = {
  enrol: () => import("../screens/Enrol.svelte"),
  pin: () => import("../access/FirstPin.svelte"),
};

/** How long the phone's server is left alone after it did not answer. */
const pauseMs = 5000;

/** The first paint of the round and its glyphs come before everything else. */
const afterPaintMs = 300;

/** Once the page has nothing to do; the answer calls it off. Safari has no idle callback. */
export function onIdle(then: () => void): () => void {
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(then, 50);
    return () => clearTimeout(timer);
  }
  const turn = requestIdleCallback(then, { timeout: 1000 });
  return () => cancelIdleCallback(turn);
}

/** Fetches the parts one after the other, never while the page has something to do; one that fails is asked for again. */
export function fetchIdly(parts: (() => Promise<unknown>)[], pause = pauseMs): void {
  const [next, ...rest] = parts;
  if (!next) return;
  onIdle(() => {
    next().then(
      () => fetchIdly(rest, pause),
      () => setTimeout(() => fetchIdly(parts, pause), pause),
    );
  });
}

let begun = false;

/** Call when what the officer waits for is about to be painted; a second call does nothing. */
export function fetchTheRest(): void {
  if (begun) return;
  begun = true;
  setTimeout(() => fetchIdly([...Object.values(screens), roundMap, ...Object.values(sheets), ...readers, baseMap]), afterPaintMs);
}
