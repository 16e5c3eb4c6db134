import "@ronda/web/styles.css";
import "./app.css";
import { prefs } from "@ronda/web";
import { mount } from "svelte";
import App from "./App.svelte";
import { device } from "./device.svelte.ts";
import { keepTaps } from "./parts/tap.ts";
import { router } from "./router.svelte.ts";
import { english } from "./words/words.ts";

// Night first: dark until somebody chooses. A screen that asks for more contrast gets it.
prefs.start({ theme: matchMedia("(prefers-contrast: more)").matches ? "auto" : "dark" });
router.start();
keepTaps();

// The answer, which the page asked for already, comes while the first screen is made.
void device.load();

// Who chose English waits for it rather than see the screen change its language.
if (prefs.lang === "en") await english.load().catch(() => undefined);

const root = document.getElementById("app");
if (root) mount(App, { target: root });
