import "@ronda/web/styles.css";
import "./app.css";
import { prefs } from "@ronda/web";
import { mount } from "svelte";
import App from "./App.svelte";
import { keepTaps } from "./parts/tap.ts";
import { router } from "./router.svelte.ts";

// Night first: dark until somebody chooses. A screen that asks for more contrast gets it.
prefs.start({ theme: matchMedia("(prefers-contrast: more)").matches ? "auto" : "dark" });
router.start();
keepTaps();

const root = document.getElementById("app");
if (root) mount(App, { target: root });
