import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { digitsOf, toldMinute, waitEnds } from "../src/access/pin.ts";
import { Watch } from "../src/access/watch.ts";

describe("a PIN while it is typed", () => {
  it("takes digits only, and no more than twelve", () => {
    expect(digitsOf("49 38-17a")).toBe("493817");
    expect(digitsOf("1234567890123456")).toBe("123456789012");
  });

  it("a wait counts from when the core told it, however much later it is shown", () => {
    expect(waitEnds(1_000, 60, 31_000)).toBe(61_000);
    expect(waitEnds(1_000, 60, 61_000)).toBe(0);
    expect(waitEnds(1_000, 0, 1_000)).toBe(0);
  });

  it("is told as a full minute, never one before the core hears again", () => {
    expect(toldMinute(60_000)).toBe(60_000);
    expect(toldMinute(60_001)).toBe(120_000);
  });
});

describe("the lock that shows by itself", () => {
  let minutes: number | undefined;
  let onHide: boolean;
  let hidden: boolean;
  const lock = vi.fn();
  const tell = vi.fn();
  let watch: Watch;
  let end: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    minutes = 2;
    onHide = true;
    hidden = false;
    lock.mockClear();
    tell.mockClear();
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    watch = new Watch({ lockAfterMin: () => minutes, lockOnHide: () => onHide, tell, lock });
    end = watch.start();
  });
  afterEach(() => {
    end();
    vi.useRealTimers();
  });

  const tap = (target: Element = document.body) => target.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  const leave = () => {
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
  };

  it("locks after the chosen time without a tap, and a tap begins it anew", () => {
    vi.advanceTimersByTime(90_000);
    tap();
    vi.advanceTimersByTime(90_000);
    expect(lock).not.toHaveBeenCalled();
    vi.advanceTimersByTime(40_000);
    expect(lock).toHaveBeenCalled();
  });

  it("tells the core of taps now and then, not of each", () => {
    vi.advanceTimersByTime(30_000);
    for (let n = 0; n < 10; n++) tap();
    expect(tell).toHaveBeenCalledTimes(1);
  });

  it("locks when the app is left, unless its own camera, telephone or map hides it", () => {
    leave();
    expect(lock).toHaveBeenCalledTimes(1);
    hidden = false;
    const camera = document.createElement("input");
    camera.type = "file";
    document.body.append(camera);
    camera.dispatchEvent(new Event("click", { bubbles: true }));
    leave();
    expect(lock).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(6_000);
    leave();
    expect(lock).toHaveBeenCalledTimes(2);
  });

  it("stays out of the way while there is nothing to lock, or hiding is allowed", () => {
    minutes = undefined;
    onHide = false;
    leave();
    vi.advanceTimersByTime(600_000);
    expect(lock).not.toHaveBeenCalled();
    expect(tell).not.toHaveBeenCalled();
  });
});
