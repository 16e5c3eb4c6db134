// A tap counts for what the finger was put on. When a screen moves between the finger's coming and going (a strip that
// appears, a font that arrives, an item that becomes the current one), a browser gives the click to whatever lies there
// then, or to nothing.

/** A finger that went further than this was meant to go away from the button. */
const stillPx = 12;

const pressable = "button, a[href], label, summary, input, select";

/** Listens for as long as the page lives; returns what ends it. */
export function keepTaps(root: Document = document): () => void {
  let pressed: { node: HTMLElement; x: number; y: number } | undefined;

  const down = (event: PointerEvent) => {
    const node = event.isPrimary && event.target instanceof Element ? event.target.closest<HTMLElement>(pressable) : null;
    pressed = node ? { node, x: event.clientX, y: event.clientY } : undefined;
  };
  const end = () => (pressed = undefined);
  const click = (event: MouseEvent) => {
    const meant = pressed;
    pressed = undefined;
    // A click of the keyboard or of the app itself has no place.
    if (!meant || event.detail === 0 || !(event.target instanceof Node) || meant.node.contains(event.target)) return;
    const still = Math.hypot(event.clientX - meant.x, event.clientY - meant.y) <= stillPx;
    if (!still || !meant.node.isConnected) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    meant.node.click();
  };

  root.addEventListener("pointerdown", down, { capture: true, passive: true });
  root.addEventListener("pointercancel", end, { capture: true, passive: true });
  root.addEventListener("click", click, { capture: true });
  return () => {
    root.removeEventListener("pointerdown", down, { capture: true });
    root.removeEventListener("pointercancel", end, { capture: true });
    root.removeEventListener("click", click, { capture: true });
  };
}
