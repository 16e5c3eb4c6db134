// One toast at a time: what was done, and the way back. Ten seconds, longer while it holds the focus or the pointer.

export interface Toast {
  text: string;
  undo?: () => void;
  /** The word on the undo button, when "undo" alone would not say enough. */
  undoLabel?: string;
  /** Milliseconds; 10 000 when left out. */
  lasts?: number;
}

class Toasts {
  current = $state<Toast | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    this.current = toast;
    this.release();
  }

  /** The clock stands still while somebody is about to press the button. */
  hold(): void {
    clearTimeout(this.timer);
  }

  release(): void {
    clearTimeout(this.timer);
    if (this.current) this.timer = setTimeout(() => this.close(), this.current.lasts ?? 10_000);
  }

  undo(): void {
    const undo = this.current?.undo;
    this.close();
    undo?.();
  }

  close(): void {
    clearTimeout(this.timer);
    this.current = undefined;
  }
}

export const toasts = new Toasts();
