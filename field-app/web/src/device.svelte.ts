// What the whole app knows of this device: who is enrolled, how the sync stands, where we are.

import { asProblem, format, place, prefs, wire, type Problem, type SyncGlyph, type Theme } from "@ronda/web";
import { Watch } from "./access/watch.ts";
import { headlineOf, needsAction, waitingOf } from "./syncing/telling.ts";
import { wireCalls, type Access, type AppState, type DeviceState, type EmergencyNumber, type Enrolled, type Fix, type SyncSummary, type Text } from "./wire.ts";

class Device {
  /** What was told last while the device was open; the screens under the lock keep it. */
  state = $state.raw<Enrolled | { enrolled: false } | undefined>(undefined);
  access = $state.raw<Access | undefined>(undefined);
  /** When `access` was told: its waits count from there. */
  accessAt = 0;
  /** A PIN stands before everything. The core is the guard; this is what is shown. */
  locked = $state(false);
  emergency = $state.raw<EmergencyNumber[]>([]);
  sync = $state.raw<SyncSummary | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  /** The app on this phone did not answer the last call: nothing can be saved until it does. */
  silent = $state(false);
  /** Where the phone was when it was asked last: by the officer, or at the start or end of a visit. It is never followed. */
  here = $state.raw<{ lat: number; lon: number; accuracy: number; at: number } | undefined>(undefined);
  page = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private opening: (() => void)[] = [];
  readonly guard: Watch;

  constructor() {
    this.guard = new Watch({
      lockAfterMin: () => (this.lockable ? this.access?.lock_after_min : undefined),
      lockOnHide: () => this.lockable && this.access?.lock_on_hide === true,
      tell: () => void wireCalls.active().catch(() => undefined),
      lock: () => void this.lock(),
    });
  }

  /** Open, with a PIN that could lock it. */
  private get lockable(): boolean {
    return !this.locked && this.access?.pin_set === true;
  }

  /** Enrolled, but nobody chose a PIN yet: that comes before the work. */
  get wantsPin(): boolean {
    return this.enrolled !== undefined && this.access?.pin_set === false;
  }

  get enrolled(): Enrolled | undefined {
    return this.state?.enrolled ? this.state : undefined;
  }

  /** Records not yet on the server; when those are through, the photos that still are not. */
  get waiting(): number {
    return waitingOf(this.sync);
  }

  /** Active, or in which way not; the sync summary knows it first. */
  get standing(): DeviceState {
    return this.sync?.device_state ?? this.enrolled?.device_state ?? "active";
  }

  /** The unit switched this device off: it shows and exports, nothing is added. */
  get readOnly(): boolean {
    return this.standing === "revoked";
  }

  /** The worst of what is known: this is what the badge shows. */
  get badge(): SyncGlyph {
    const sync = this.sync;
    if (!sync) return "on_device";
    if (sync.state === "syncing" || sync.running) return "sending";
    if (sync.state === "problem" || needsAction(headlineOf(sync))) return "problem";
    if (this.waiting > 0 || sync.state === "never") return "on_device";
    return "on_server";
  }

  async load(): Promise<void> {
    try {
      this.take(await wireCalls.state());
      this.problem = undefined;
      this.silent = false;
    } catch (caught) {
      this.problem = asProblem(caught);
      this.silent = this.problem.status === 0;
    }
  }

  /** Closes the device at once; what is on its way is written first, what comes later waits. */
  async lock(): Promise<void> {
    this.locked = true;
    try {
      this.take(await wireCalls.lock());
    } catch (caught) {
      this.silent = asProblem(caught).status === 0;
    }
  }

  /** The core said that it is locked: its own time was up, or it was started anew. */
  async sawLock(): Promise<void> {
    if (this.locked) return;
    this.locked = true;
    await this.load();
  }

  /** Resolves once the device is open. */
  whenOpen(): Promise<void> {
    return this.locked ? new Promise((open) => this.opening.push(open)) : Promise.resolve();
  }

  take(state: AppState): void {
    this.access = "access" in state ? state.access : undefined;
    this.accessAt = Date.now();
    this.emergency = "emergency" in state ? state.emergency : [];
    const was = this.locked;
    this.locked = this.access?.locked === true;
    if (!("access" in state) || isOpen(state)) this.state = state;
    if (!chosenHere()) {
      if (state.prefs.lang !== prefs.lang) prefs.lang = state.prefs.lang;
      document.documentElement.lang = prefs.lang;
    }
    this.page = state.prefs.mode === "page";
    if (!state.enrolled) return;
    place.zone = format.isZone(state.unit.zone_label) ? state.unit.zone_label : format.zoneOf(state.unit.zone);
    if (!isOpen(state)) return;
    this.sync = state.sync;
    this.watch();
    if (was) this.guard.opened();
    else this.guard.again();
    for (const open of this.opening.splice(0)) open();
  }

  /** Reads the sync state now and again later: every second while it runs, every fifteen otherwise. */
  watch(): void {
    clearTimeout(this.timer);
    if (!this.enrolled) return;
    this.timer = setTimeout(() => void this.look().then(() => this.watch()), this.sync?.running ? 1000 : 15_000);
  }

  async look(): Promise<void> {
    if (document.hidden || this.locked) return;
    try {
      this.sync = await wireCalls.sync();
      this.silent = false;
      // Whether this phone may still send, and the sentence for it, stand in the state.
      if (this.sync.problem || this.standing !== "active") this.take(await wireCalls.state());
    } catch (caught) {
      this.silent = asProblem(caught).status === 0;
    }
  }

  /** Starts a round and waits until it is over, so that the caller can say how it went. */
  async syncNow(answered: (answer: Text) => void): Promise<SyncSummary> {
    const begun = await wireCalls.syncNow();
    if (begun.answer) answered(begun.answer);
    this.sync = begun;
    // A round under way when the press came is followed by one of its own: it runs until that is over.
    for (let i = 0; i < 240 && this.sync?.running; i++) {
      await new Promise((done) => setTimeout(done, i < 10 ? 200 : 1000));
      this.sync = await wireCalls.sync();
    }
    // What this round came to, whatever the next one is doing already.
    const after = this.sync;
    await this.look();
    this.watch();
    return after;
  }

  /** Asks the phone where it is; undefined when it does not say within four seconds. */
  async locate(): Promise<Fix | undefined> {
    if (!("geolocation" in navigator)) return undefined;
    return new Promise((answer) => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const fix = {
            lat_e6: Math.round(coords.latitude * 1e6),
            lng_e6: Math.round(coords.longitude * 1e6),
            accuracy_m: Math.max(0, Math.round(coords.accuracy)),
            // A browser has no word for it; a position without any doubt is what apps that make one up give.
            mock: coords.accuracy === 0,
          };
          this.here = { lat: fix.lat_e6, lon: fix.lng_e6, accuracy: fix.accuracy_m, at: Date.now() };
          answer(fix);
        },
        () => answer(undefined),
        // Never an older one: it would be that of the lodging before.
        { enableHighAccuracy: true, timeout: 4000, maximumAge: 0 },
      );
    });
  }

  /** Tells the device what was chosen here, so that letters and the next start agree. Silence is harmless. */
  keepPrefs(): void {
    const themes: Record<Theme, "system" | "dark" | "light" | "contrast"> = {
      auto: "system",
      dark: "dark",
      light: "light",
      contrast: "contrast",
    };
    void wireCalls
      .prefs({ lang: prefs.lang, theme: themes[prefs.theme], mode: this.page ? "page" : "list" })
      .catch(() => undefined);
  }
}

function isOpen(state: AppState): state is Enrolled {
  return state.enrolled && !state.access.locked;
}

function chosenHere(): boolean {
  try {
    return localStorage.getItem("ronda.prefs") !== null;
  } catch {
    return false;
  }
}

export const device = new Device();

wire.onProblem = (problem) => {
  if (problem.members.locked === true) void device.sawLock();
};
