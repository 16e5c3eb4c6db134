import { afterEach, describe, expect, it, vi } from "vitest";
import { download, nameOf } from "../src/files.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a file from the server", () => {
  it("keeps the name it was given, without any folder", () => {
    expect(nameOf('attachment; filename="ponsel-2.ronda"', "/api/bundle")).toBe("ponsel-2.ronda");
    expect(nameOf("attachment; filename*=UTF-8''buku%20harian.txt", "/x")).toBe("buku harian.txt");
    expect(nameOf('attachment; filename="../../etc/passwd"', "/x")).toBe("..-..-etc-passwd");
    expect(nameOf(null, "/api/sync/diary.txt?lang=id")).toBe("diary.txt");
  });

  it("arrives whole, with its bytes untouched", async () => {
    const bytes = new Uint8Array([0, 255, 13, 10, 0]);
    vi.stubGlobal("fetch", async () => new Response(bytes, { headers: { "content-disposition": 'attachment; filename="a.ronda"' } }));
    const file = await download("/api/bundle?all=0");
    expect(file.name).toBe("a.ronda");
    expect(new Uint8Array(await file.blob.arrayBuffer())).toEqual(bytes);
  });

  it("that cannot be made is told as the problem it is", async () => {
    vi.stubGlobal("fetch", async () =>
      new Response('{"code":"disk_full"}', { status: 507, headers: { "content-type": "application/problem+json" } }));
    await expect(download("/api/bundle?all=0")).rejects.toMatchObject({ code: "disk_full", status: 507 });
  });

  it("cut off on the way is not called complete", async () => {
    const cut = new ReadableStream({ pull: (to) => to.error(new Error("cut")) });
    vi.stubGlobal("fetch", async () => new Response(cut));
    await expect(download("/api/bundle?all=0")).rejects.toMatchObject({ code: "truncated" });
  });
});
