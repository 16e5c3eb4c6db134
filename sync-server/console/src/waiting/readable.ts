// A record's body, whatever its kind, as lines that a person can read. Pure; the words come from the caller.

export type Node =
  | { shape: "line"; key: string; value: unknown }
  /** Lines below a heading: an object. */
  | { shape: "group"; key: string; nodes: Node[] }
  /** Rows with the same columns: a list of objects. */
  | { shape: "table"; key: string; columns: string[]; rows: Record<string, unknown>[]; more: number };

const rowsShown = 60;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Members in the record's own order; lists of objects become tables, nested objects groups. */
export function readable(body: unknown): Node[] {
  if (!isObject(body)) return body === undefined || body === null ? [] : [{ shape: "line", key: "value", value: body }];
  return Object.entries(body).flatMap(([key, value]): Node[] => {
    if (key === "strokes" && isObject(value)) {
      return [{ shape: "line", key, value: { drawn: Array.isArray(value.lines) ? value.lines.length : 0 } }];
    }
    if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
      const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
      return [{ shape: "table", key, columns, rows: value.slice(0, rowsShown), more: Math.max(0, value.length - rowsShown) }];
    }
    if (isObject(value) && Object.keys(value).length > 0) return [{ shape: "group", key, nodes: readable(value) }];
    return [{ shape: "line", key, value }];
  });
}

export type Kind = "empty" | "instant" | "day" | "yes" | "no" | "micro" | "id" | "drawn" | "plain";

/** What a value is, by its form: never by guessing at its meaning. */
export function kindOf(key: string, value: unknown): Kind {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "empty";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "number") return key.endsWith("_e6") ? "micro" : "plain";
  if (isObject(value)) return "drawn" in value ? "drawn" : "plain";
  if (typeof value !== "string") return "plain";
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return "instant";
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return "day";
  if (/^[0-9a-f]{64}$/.test(value) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return "id";
  return "plain";
}

/** The exact bytes as a person may compare them: sixteen to a line, as hexadecimal and as text. */
export function hexLines(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const run = [...bytes.slice(at, at + 16)];
    const hex = run.map((byte) => byte.toString(16).padStart(2, "0")).join(" ").padEnd(47);
    const shown = run.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(6, "0")}  ${hex}  ${shown}`);
  }
  return lines;
}
