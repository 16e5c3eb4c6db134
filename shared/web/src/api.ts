// The one way both user interfaces speak to their own server: JSON in, JSON or a Problem (RFC 9457) out.

/** An expected failure, as the server worded it. `status` is 0 when no server answered at all. */
export class Problem extends Error {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** JSON pointer, `row:column` or empty. */
  readonly where: string;
  readonly status: number;
  /** The whole reply, for members a route adds (for example what is missing before sealing). */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, members: Record<string, unknown> = {}) {
    const text = (key: string): string => (typeof members[key] === "string" ? members[key] : "");
    super(text("detail") || text("title") || code);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.title = text("title");
    this.detail = text("detail");
    this.where = text("where") || text("pointer");
    this.members = members;
  }
}

export interface Options {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** A refusal is thrown and not told to `wire.onProblem`: nobody asked yet. */
  quiet?: boolean;
}

export interface Reply<T> {
  data: T;
  status: number;
  etag: string | null;
}

/** What is sent with every request. `base` stands before each path; `headers` may follow the session (CSRF). */
export const wire: { base: string; headers: () => Record<string, string>; onProblem: (problem: Problem) => void } = {
  base: "",
  headers: () => ({}),
  onProblem: () => undefined,
};

function isJson(response: Response): boolean {
  return /[/+]json\b/.test(response.headers.get("content-type") ?? "");
}

/** What a refusing reply says, as a Problem. */
export async function problemOf(response: Response): Promise<Problem> {
  let members: Record<string, unknown> = {};
  if (isJson(response)) {
    const found: unknown = await response.json().catch(() => ({}));
    if (typeof found === "object" && found !== null) members = found as Record<string, unknown>;
  }
  const code = typeof members.code === "string" ? members.code : codeOfStatus(response.status);
  return new Problem(code, response.status, members);
}

/** The nearest word when a reply carries none (a proxy in between, a crash). */
function codeOfStatus(status: number): string {
  const known: Record<number, string> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    409: "conflict",
    412: "stale_version",
    413: "too_large",
    429: "too_many",
    502: "unreachable",
    503: "busy",
    504: "timeout",
  };
  return known[status] ?? (status >= 500 ? "io_failed" : "bad_input");
}

/** One exchange with its ETag. A Blob or FormData travels as it is, anything else as JSON. Throws Problem. */
export async function exchange<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<Reply<T>> {
  const raw = body instanceof Blob || body instanceof FormData || body instanceof ArrayBuffer;
  const headers: Record<string, string> = { accept: "application/json", ...wire.headers(), ...options.headers };
  if (body !== undefined && !raw) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(wire.base + path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    const stopped = cause instanceof DOMException && cause.name === "AbortError";
    const problem = new Problem(stopped ? "cancelled" : "unreachable", 0);
    if (!stopped && !options.quiet) wire.onProblem(problem);
    throw problem;
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (!options.quiet) wire.onProblem(problem);
    throw problem;
  }
  const etag = response.headers.get("etag");
  if (response.status === 204 || !isJson(response)) {
    const text = response.status === 204 ? "" : await response.text();
    return { data: (text === "" ? undefined : text) as T, status: response.status, etag };
  }
  try {
    return { data: (await response.json()) as T, status: response.status, etag };
  } catch {
    throw new Problem("truncated", response.status);
  }
}

/** The answer of one request. Throws Problem. */
export async function api<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<T> {
  return (await exchange<T>(method, path, body, options)).data;
}

/** Anything caught, as a Problem. */
export function asProblem(caught: unknown): Problem {
  if (caught instanceof Problem) return caught;
  return new Problem("unknown", 0, { detail: caught instanceof Error ? caught.message : String(caught) });
}
