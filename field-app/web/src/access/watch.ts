// When the device locks by itself: after a time without a tap, and when the app is left. The core keeps its own time and
// is the guard; this only makes the lock show at once.

/** A tap is told to the core at most this often; every other call tells it anyway. */
const tellMs = 20_000;
/** A page that hides this soon after its own camera, telephone or map button was pressed was not left. */
const awayMs = 5_000;

/** `click` too: the camera is opened by one that the page makes itself. */
const taps = ["pointerdown", "keydown", "click"];

export interface Watched {
  /** Minutes without a tap; undefined while there is nothing to lock. */
  lockAfterMin(): number | undefined;
  lockOnHide(): boolean;
  tell(): void;
  lock(): void;
}

export class Watch {
  private active = Date.now();
  private told = 0;
  private leaving = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watched: Watched;

  constructor(watched: Watched) {
    this.watched = watched;
  }

  /** Listens for as long as the page lives; returns what ends it. */
  start(): () => void {
    const tap = (event: Event) => this.tap(event);
    const hide = () => this.hide();
    for (const name of taps) document.addEventListener(name, tap, { capture: true, passive: true });
    document.addEventListener("visibilitychange", hide);
    this.again();
    return () => {
      clearTimeout(this.timer);
      for (const name of taps) document.removeEventListener(name, tap, { capture: true });
      document.removeEventListener("visibilitychange", hide);
    };
  }

  /** The app itself opens something that hides it: the camera, the telephone, the map. */
  away(): void {
    this.leaving = Date.now();
  }

  /** The device was opened just now. */
  opened(): void {
    this.active = Date.now();
    this.told = this.active;
    this.again();
  }

  private tap(event: Event): void {
    const now = Date.now();
    this.active = now;
    if (event.target instanceof Element && event.target.closest("a[href^='tel:'], a[target='_blank'], input[type='file']")) this.away();
    if (this.watched.lockAfterMin() !== undefined && now - this.told >= tellMs) {
      this.told = now;
      this.watched.tell();
    }
  }

  private hide(): void {
    if (!document.hidden || !this.watched.lockOnHide() || Date.now() - this.leaving < awayMs) return;
    this.watched.lock();
  }

  /** Counts anew from the last tap; call it whenever what `lockAfterMin` tells may have changed. */
  again(): void {
    clearTimeout(this.timer);
    const minutes = this.watched.lockAfterMin();
    const left = minutes === undefined ? 30_000 : this.active + minutes * 60_000 - Date.now();
    this.timer = setTimeout(() => {
      const limit = this.watched.lockAfterMin();
      if (limit !== undefined && Date.now() - this.active >= limit * 60_000) this.watched.lock();
      this.again();
    }, Math.max(left, 1000));
  }
}
