// The sheet that reads codes, while what reads them is not here.
import { flushSync, mount, unmount } from "svelte";
import { describe, expect, it, vi } from "vitest";
import ScanSheet from "../src/door/ScanSheet.svelte";

let answer: { here: () => void; gone: () => void };
vi.mock("../src/door/reader.ts", () => ({
  openReader: () => new Promise((here, gone) => (answer = { here: () => here(async () => undefined), gone: () => gone(new TypeError("Failed to fetch")) })),
  readPhoto: async () => undefined,
}));

describe("the code reader", () => {
  it("says that it is being opened, and never that the camera is broken when it cannot be had", async () => {
    const target = document.body.appendChild(document.createElement("div"));
    const sheet = mount(ScanSheet, { target, props: { onread: vi.fn(), onclose: vi.fn() } });
    flushSync();
    expect(target.textContent).toContain("Pembaca kode sedang dibuka");
    answer.gone();
    await vi.waitFor(() => {
      flushSync();
      expect(target.textContent).toContain("Pembaca kode belum ada di ponsel ini");
    });
    expect(target.textContent).toContain("tersimpan aman");
    expect(target.textContent).not.toContain("Kamera tidak bisa dibuka");
    await unmount(sheet);
  });
});
