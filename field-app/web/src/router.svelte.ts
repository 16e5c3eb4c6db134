// The address after the # is the screen. Reload and the back key therefore keep the place.

import { toasts } from "@ronda/web";

export type Route =
  | { screen: "round" }
  | { screen: "find" }
  | { screen: "add" }
  | { screen: "me" }
  | { screen: "again" }
  | { screen: "others" }
  | { screen: "new"; name?: string }
  | { screen: "lodging"; id: string }
  | { screen: "inspect"; id: string; section?: string; item?: string }
  | { screen: "sample"; id: string }
  | { screen: "finish"; id: string }
  | { screen: "report"; id: string };

export function parse(hash: string): Route {
  const [name, id, ...rest] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (name === "find" || name === "add" || name === "me" || name === "again" || name === "others") return { screen: name };
  if (name === "new") return { screen: "new", ...(id ? { name: id } : {}) };
  if (!id) return { screen: "round" };
  if (name === "lodging" || name === "sample" || name === "finish" || name === "report") return { screen: name, id };
  if (name === "inspect") {
    return { screen: "inspect", id, ...(rest[0] ? { section: rest[0] } : {}), ...(rest[1] ? { item: rest[1] } : {}) };
  }
  return { screen: "round" };
}

export function href(route: Route): string {
  const parts: string[] = [route.screen];
  if ("id" in route) parts.push(route.id);
  if (route.screen === "new" && route.name) parts.push(route.name);
  if (route.screen === "inspect" && route.section) {
    parts.push(route.section);
    if (route.item) parts.push(route.item);
  }
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

class Router {
  route = $state.raw<Route>({ screen: "round" });

  start(): void {
    this.route = parse(location.hash);
    addEventListener("hashchange", () => {
      this.route = parse(location.hash);
      // What was said about the last screen does not lie over the next one; a way back does.
      if (!toasts.current?.undo) toasts.close();
    });
  }

  go(route: Route): void {
    location.hash = href(route);
  }

  /** Goes without leaving a step behind: after sealing, the back key must not return to the form. */
  replace(route: Route): void {
    history.replaceState(null, "", href(route));
    this.route = route;
  }
}

export const router = new Router();
