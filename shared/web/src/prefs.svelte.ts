// What the person chose about how the page looks: language, theme, hand. Kept in localStorage and nowhere else.

export type Lang = "id" | "en";
export type Theme = "auto" | "dark" | "light" | "contrast";

interface Stored {
  lang: Lang;
  theme: Theme;
  mirrored: boolean;
}

const KEY = "ronda.prefs";

function read(): Partial<Stored> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof found === "object" && found !== null ? (found as Partial<Stored>) : {};
  } catch {
    return {};
  }
}

class Prefs {
  lang = $state<Lang>("id");
  theme = $state<Theme>("auto");
  /** True puts No under the right thumb and Yes under the left. */
  mirrored = $state(false);

  /** Reads what was chosen before and paints it. `theme` is used when nothing was chosen. Call once, before mounting. */
  start(defaults: { theme: Theme } = { theme: "auto" }): void {
    const take = () => {
      const stored = read();
      this.lang = stored.lang === "en" ? "en" : "id";
      this.theme = themes.includes(stored.theme as Theme) ? (stored.theme as Theme) : defaults.theme;
      this.mirrored = stored.mirrored === true;
      this.paint();
    };
    take();
    // Chosen in another tab of the same place: this one follows, so that two tabs never speak two languages.
    addEventListener("storage", (event) => {
      if (event.key === KEY) take();
    });
  }

  setLang(lang: Lang): void {
    this.lang = lang;
    this.save();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.save();
  }

  setMirrored(mirrored: boolean): void {
    this.mirrored = mirrored;
    this.save();
  }

  private save(): void {
    this.paint();
    try {
      localStorage.setItem(KEY, JSON.stringify({ lang: this.lang, theme: this.theme, mirrored: this.mirrored }));
    } catch {
      // A browser without storage keeps the choice until the page closes.
    }
  }

  private paint(): void {
    const root = document.documentElement;
    root.lang = this.lang;
    // "auto" on a screen that asks for more contrast is answered by the media query in tokens.css.
    if (this.theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = this.theme;
  }
}

export const themes: readonly Theme[] = ["auto", "dark", "light", "contrast"];
export const prefs = new Prefs();
