import { Problem } from "@ronda/web";
import { describe, expect, it } from "vitest";
import { byteOf, PIECE, sendBundle, verdictOf, type BundleCalls } from "../src/people/bundle.ts";
import type { BundleReport } from "../src/server/bundle.ts";

const counts = (received: number, known = 0, refused = 0, missing = 0) => ({ in_file: received + known + refused + missing, received, known, refused, missing });
const report = (more: Partial<BundleReport> = {}): BundleReport => ({
  device: "d1",
  device_name: "Ponsel Regu 2",
  made_at: "2026-12-02T13:40:00.000Z",
  app_version: "0.1.0",
  revoked: false,
  whole: true,
  records: { ...counts(3), held: 0 },
  photos: { ...counts(30), bytes_received: 9000 },
  held: [],
  refused: [],
  photos_refused: [],
  damage: null,
  ...more,
});

/** A server that keeps what it is sent and fails when told to, by the number of the call. */
function fake(fails: Record<number, string> = {}) {
  let here = 0;
  let call = 0;
  const offsets: number[] = [];
  const calls: BundleCalls = {
    begin: () => Promise.resolve({ id: "b1", offset: 0 }),
    piece: (id, offset, piece) => {
      offsets.push(offset);
      const why = fails[call++];
      if (why === "lost") here = offset + piece.size; // it arrived, the reply did not
      if (why) return Promise.reject(new Problem(why === "lost" ? "unreachable" : why, 0));
      if (offset !== here) return Promise.reject(new Problem("conflict", 409));
      here = offset + piece.size;
      return Promise.resolve({ id, offset: here });
    },
    where: (id) => Promise.resolve({ id, offset: here }),
    read: () => Promise.resolve(report()),
  };
  return { calls, offsets, size: () => here };
}
const file = new Blob([new Uint8Array(3 * PIECE - 5)]);

describe("a phone's file on its way to the server", () => {
  it("goes in pieces that follow each other, and is then read", async () => {
    const server = fake();
    const heard: number[] = [];
    expect((await sendBundle(file, server.calls, (bytes) => heard.push(bytes))).whole).toBe(true);
    expect(server.offsets).toEqual([0, PIECE, 2 * PIECE]);
    expect(heard.at(-1)).toBe(file.size);
  });

  it("goes on where the server stands after a reply was lost or the network blinked", async () => {
    const server = fake({ 1: "lost", 2: "unreachable", 3: "timeout" });
    await sendBundle(file, server.calls, () => undefined);
    expect(server.size()).toBe(file.size);
  });

  it("gives up on a refusal, and on a network that stays away", async () => {
    await expect(sendBundle(file, fake({ 0: "too_large" }).calls, () => undefined)).rejects.toMatchObject({ code: "too_large" });
    const away = fake({ 0: "unreachable", 1: "unreachable", 2: "unreachable", 3: "unreachable" });
    await expect(sendBundle(file, away.calls, () => undefined)).rejects.toMatchObject({ code: "unreachable" });
  });
});

describe("what came of it", () => {
  it("is told in one headline", () => {
    expect(verdictOf(report())).toBe("whole");
    expect(verdictOf(report({ records: { ...counts(0, 3), held: 0 }, photos: { ...counts(0, 30), bytes_received: 0 } }))).toBe("known");
    expect(verdictOf(report({ records: { ...counts(3), held: 1 } }))).toBe("held");
    expect(verdictOf(report({ whole: false }))).toBe("partly");
    const none = { whole: false, records: { ...counts(0, 0, 3), held: 0 }, photos: { ...counts(0, 0, 30), bytes_received: 0 } };
    expect(verdictOf(report(none))).toBe("nothing");
  });

  it("names the place of the damage", () => {
    expect(byteOf("byte 24310")).toBe(24310);
    expect(byteOf("")).toBe(0);
  });
});
