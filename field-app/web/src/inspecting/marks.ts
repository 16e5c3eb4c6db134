// What an officer draws into a photo before it is kept: an arrow to what matters, a part that nobody shall see. Both become
// part of the picture: the record has no layer from which a blurred part could be had back.

import { penOf } from "./photo.ts";

/** In pixels of the picture. */
export interface Point {
  x: number;
  y: number;
}
export type Tool = "arrow" | "blur";
export interface Mark {
  tool: Tool;
  from: Point;
  to: Point;
}

/** Light over dark, the same in every theme: it stands on any picture, and on paper. */
function inks(): readonly [dark: string, light: string] {
  const tokens = getComputedStyle(document.documentElement);
  return [tokens.getPropertyValue("--paper-ink"), tokens.getPropertyValue("--paper")];
}

/** Shorter than this it was a tap, not a stroke. */
const least = 12;

/** A stroke that is one. */
export function isMark({ from, to }: Mark): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) >= least;
}

/** The point moved by a key, inside the picture; as it was if the key moves nothing. */
export function stepped(at: Point, key: string, step: number, size: { width: number; height: number }): Point {
  const inside = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const dx = key === "ArrowLeft" ? -step : key === "ArrowRight" ? step : 0;
  const dy = key === "ArrowUp" ? -step : key === "ArrowDown" ? step : 0;
  return { x: inside(at.x + dx, size.width), y: inside(at.y + dy, size.height) };
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part between two corners, in whole pixels inside the picture. */
export function areaOf({ from, to }: Mark, size: { width: number; height: number }): Area {
  const x = Math.max(0, Math.floor(Math.min(from.x, to.x)));
  const y = Math.max(0, Math.floor(Math.min(from.y, to.y)));
  return {
    x,
    y,
    width: Math.max(1, Math.min(size.width, Math.ceil(Math.max(from.x, to.x))) - x),
    height: Math.max(1, Math.min(size.height, Math.ceil(Math.max(from.y, to.y))) - y),
  };
}

/** How many cells of one colour each a blurred part has: so few that neither a face nor a line of writing is left. */
export function cellsOf({ width, height }: Area): { across: number; down: number } {
  const cell = Math.max(40, Math.min(width, height) / 4);
  return { across: Math.max(1, Math.round(width / cell)), down: Math.max(1, Math.round(height / cell)) };
}

function blur(canvas: HTMLCanvasElement, area: Area): void {
  const { across, down } = cellsOf(area);
  const cells = document.createElement("canvas");
  cells.width = across;
  cells.height = down;
  const small = penOf(cells);
  small.imageSmoothingEnabled = true;
  small.imageSmoothingQuality = "high";
  small.drawImage(canvas, area.x, area.y, area.width, area.height, 0, 0, across, down);
  const pen = penOf(canvas);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(cells, 0, 0, across, down, area.x, area.y, area.width, area.height);
  pen.imageSmoothingEnabled = true;
}

function arrow(canvas: HTMLCanvasElement, { from, to }: Mark): void {
  const pen = penOf(canvas);
  const thick = Math.max(6, Math.max(canvas.width, canvas.height) / 160);
  const head = thick * 5;
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number) => ({ x: to.x - head * Math.cos(angle + turn), y: to.y - head * Math.sin(angle + turn) });
  const [left, right] = [wing(0.5), wing(-0.5)];
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const [dark, light] = inks();
  for (const [colour, width] of [[dark, thick * 2.2], [light, thick]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.moveTo(left.x, left.y);
    pen.lineTo(to.x, to.y);
    pen.lineTo(right.x, right.y);
    pen.stroke();
  }
}

/** A cross where the next mark begins; on the screen only. */
export function aim(canvas: HTMLCanvasElement, at: Point): void {
  const pen = penOf(canvas);
  const arm = Math.max(canvas.width, canvas.height) / 30;
  const [dark, light] = inks();
  for (const [colour, width] of [[dark, 9], [light, 4]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(at.x - arm, at.y);
    pen.lineTo(at.x + arm, at.y);
    pen.moveTo(at.x, at.y - arm);
    pen.lineTo(at.x, at.y + arm);
    pen.stroke();
  }
}

/** Draws the picture with its marks onto `canvas`. Blurred parts first, so that an arrow over one stays sharp. */
export function draw(canvas: HTMLCanvasElement, picture: HTMLCanvasElement, marks: readonly Mark[]): void {
  canvas.width = picture.width;
  canvas.height = picture.height;
  penOf(canvas).drawImage(picture, 0, 0);
  for (const mark of marks) if (mark.tool === "blur") blur(canvas, areaOf(mark, canvas));
  for (const mark of marks) if (mark.tool === "arrow") arrow(canvas, mark);
}
