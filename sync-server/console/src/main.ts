import "@ronda/web/styles.css";
import "./app.css";
import { prefs } from "@ronda/web";
import { mount } from "svelte";
import App from "./App.svelte";
import { session } from "./server/session.svelte.ts";
import { route } from "./shell/route.svelte.ts";

prefs.start({ theme: "auto" });
route.start();
session.listen();
void session.ask();

const target = document.getElementById("app");
if (target) mount(App, { target });
