import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepTaps } from "../src/parts/tap.ts";

let stop: () => void;
const camera = vi.fn();
const other = vi.fn();
const node = (id: string) => document.getElementById(id) as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<main id="work"><button id="camera"><svg id="icon"></svg></button><button id="other"></button></main>`;
  node("camera").addEventListener("click", camera);
  node("other").addEventListener("click", other);
  stop = keepTaps();
});
afterEach(() => {
  stop();
  camera.mockReset();
  other.mockReset();
});

const press = (on: string, x = 100, y = 100) =>
  node(on).dispatchEvent(Object.assign(new MouseEvent("pointerdown", { bubbles: true, clientX: x, clientY: y }), { isPrimary: true }));
const click = (on: string, x = 100, y = 100) => node(on).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y }));

test("a tap on the camera opens it, once", () => {
  press("icon");
  click("icon");
  expect(camera).toHaveBeenCalledTimes(1);
});

test("when the screen moves under the finger, the tap still counts for what was touched, and for nothing else", () => {
  press("icon");
  click("work");
  expect(camera).toHaveBeenCalledTimes(1);
  press("camera");
  click("other", 104, 97);
  expect(camera).toHaveBeenCalledTimes(2);
  expect(other).not.toHaveBeenCalled();
});

test("a finger that slid away, a scroll, a button that is gone and the keyboard tap nothing by mistake", () => {
  press("camera");
  click("work", 100, 140);
  press("camera");
  node("work").dispatchEvent(new MouseEvent("pointercancel", { bubbles: true }));
  click("work");
  press("camera");
  node("camera").remove();
  click("other");
  expect(camera).not.toHaveBeenCalled();
  expect(other).toHaveBeenCalledTimes(1);
  node("other").click();
  expect(other).toHaveBeenCalledTimes(2);
});
