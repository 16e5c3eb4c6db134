import { afterEach, describe, expect, it, vi } from "vitest";
import { api, exchange, Problem, wire } from "../src/api.ts";

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response(status === 204 ? null : text, { status, headers })),
  );
}

const json = { "content-type": "application/json" };

afterEach(() => {
  vi.unstubAllGlobals();
  wire.base = "";
  wire.headers = () => ({});
});

describe("api", () => {
  it("gives the decoded answer and its ETag", async () => {
    answer(200, { n: 3 }, { ...json, etag: '"7"' });
    const reply = await exchange<{ n: number }>("GET", "/x");
    expect(reply.data.n).toBe(3);
    expect(reply.etag).toBe('"7"');
  });

  it("sends JSON with the session's headers", async () => {
    answer(200, {}, json);
    wire.headers = () => ({ "x-ronda": "1" });
    await api("POST", "/x", { a: 1 });
    const [, init] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(init?.body).toBe('{"a":1}');
    expect(init?.headers).toMatchObject({ "content-type": "application/json", "x-ronda": "1" });
  });

  it("turns a problem reply into a typed Problem", async () => {
    answer(
      422,
      { code: "incomplete", title: "Incomplete", detail: "3 items", where: "/answers", missing: ["ADM-04"] },
      { "content-type": "application/problem+json" },
    );
    const problem = await api("POST", "/seal").catch((e: unknown) => e);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: "incomplete", status: 422, detail: "3 items", where: "/answers" });
    expect((problem as Problem).members.missing).toEqual(["ADM-04"]);
  });

  it("names a reply that carries no word", async () => {
    answer(502, "<html>", { "content-type": "text/html" });
    await expect(api("GET", "/x")).rejects.toMatchObject({ code: "unreachable", status: 502 });
  });

  it("calls silence unreachable", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("failed"))));
    await expect(api("GET", "/x")).rejects.toMatchObject({ code: "unreachable", status: 0 });
  });

  it("an empty answer is undefined", async () => {
    answer(204, "");
    expect(await api("DELETE", "/x")).toBeUndefined();
  });
});
