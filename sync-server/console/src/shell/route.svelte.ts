// The address after #: `#/register/<id>?kecamatan=Alak`. A page is a list of words; filters live in the query, so that
// a link, the back button and a printed page say the same.

export interface Address {
  path: string[];
  query: Record<string, string>;
}

/** Reads `#/a/b?x=1`; anything unreadable is the first page. */
export function parseAddress(hash: string): Address {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const words: string[] = [];
  for (const word of path.split("/")) {
    if (word === "") continue;
    try {
      words.push(decodeURIComponent(word));
    } catch {
      return { path: ["today"], query: {} };
    }
  }
  return { path: words.length > 0 ? words : ["today"], query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Writes what parseAddress reads; empty filters are left out. */
export function writeAddress(path: readonly string[], query: Record<string, string | undefined> = {}): string {
  const members = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  const search = new URLSearchParams(members).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

const homes: Record<string, string> = { cases: "quarantine", leads: "inspections" };

/** The place in the menu a page belongs to. */
export const homeOf = (page: string): string => homes[page] ?? page;

class Route {
  address = $state.raw<Address>({ path: ["today"], query: {} });

  start(): void {
    const read = () => (this.address = parseAddress(location.hash));
    addEventListener("hashchange", read);
    read();
  }

  get page(): string {
    return this.address.path[0] ?? "today";
  }

  get id(): string | undefined {
    return this.address.path[1];
  }

  go(path: readonly string[], query: Record<string, string | undefined> = {}): void {
    location.hash = writeAddress(path, query);
  }

  /** Changes filters of this page without a step in the history. */
  filter(change: Record<string, string | undefined>): void {
    const query = { ...this.address.query, ...change };
    history.replaceState(history.state, "", writeAddress(this.address.path, query));
    this.address = parseAddress(location.hash);
  }
}

export const route = new Route();
