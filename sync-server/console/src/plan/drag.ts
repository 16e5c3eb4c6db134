// Dragging with the pointer, so that what is dragged, what lies under it and the card that follows are all ours. The
// keyboard has its own way (M, arrows, Enter).

export interface DropAt {
  team: string;
  date: string;
  position: number | null;
}

export interface Drag {
  /** The pointer has moved far enough: this is no click. */
  onstart: () => void;
  onmove: (x: number, y: number, over: DropAt | undefined) => void;
  /** Undefined: outside, or given up with Escape. */
  ondrop: (over: DropAt | undefined) => void;
}

const threshold = 6;

/** What an element says of itself: `data-drop-team`, `data-drop-date`, perhaps `data-drop-position`. */
export function dropOf(element: Element | null): DropAt | undefined {
  const at = element?.closest<HTMLElement>("[data-drop-team]");
  const { dropTeam, dropDate, dropPosition } = at?.dataset ?? {};
  if (!dropTeam || !dropDate) return undefined;
  return { team: dropTeam, date: dropDate, position: dropPosition === undefined ? null : Number(dropPosition) };
}

/** Follows a pointer that was just pressed. */
export function followPointer(press: PointerEvent, drag: Drag): void {
  if (press.button !== 0) return;
  let started = false;
  const over = (event: PointerEvent) => dropOf(document.elementFromPoint(event.clientX, event.clientY));

  const move = (event: PointerEvent): void => {
    if (!started) {
      if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < threshold) return;
      started = true;
      drag.onstart();
    }
    event.preventDefault();
    drag.onmove(event.clientX, event.clientY, over(event));
  };
  const end = (at: DropAt | undefined): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", key, true);
    if (!started) return;
    // The click that a release makes belongs to the drag, not to what lies under it.
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, true), 0);
    drag.ondrop(at);
  };
  const swallow = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const up = (event: PointerEvent): void => end(over(event));
  const cancel = (): void => end(undefined);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    cancel();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", key, true);
}
