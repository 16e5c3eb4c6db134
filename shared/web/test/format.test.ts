import { describe, expect, it } from "vitest";
import * as format from "../src/i18n/format.ts";

const evening = Date.UTC(2026, 10, 17, 13, 3); // 21.03 WITA

describe("format", () => {
  it("numbers follow the language", () => {
    expect(format.number(1689, "id")).toBe("1.689");
    expect(format.number(1689, "en")).toBe("1,689");
    expect(format.number(8.1, "id")).toBe("8,1");
    expect(format.number(-1234567, "id")).toBe("−1.234.567");
    expect(format.number(0.04, "en", 1)).toBe("0.0");
  });

  it("times carry the unit's zone", () => {
    expect(format.time(evening, "id", "WITA", true)).toBe("21.03 WITA");
    expect(format.time(evening, "en", "WITA")).toBe("21:03");
    expect(format.time(evening, "id", "WIB", true)).toBe("20.03 WIB");
    expect(format.time(evening, "id", "WIT", true)).toBe("22.03 WIT");
  });

  it("days are written short and long in both languages", () => {
    expect(format.date("2026-11-25", "id")).toBe("Rab 25 Nov");
    expect(format.date("2026-11-25", "en")).toBe("Wed 25 Nov");
    expect(format.longDate("2026-11-17", "id")).toBe("Selasa, 17 November 2026");
    expect(format.month("2026-12", "id")).toBe("Desember 2026");
    expect(format.date("besok", "id")).toBe("besok");
  });

  it("a day belongs to its zone across midnight and the month's edge", () => {
    const late = Date.UTC(2026, 10, 30, 17, 30);
    expect(format.dayOf(late, "WITA")).toEqual({ year: 2026, month: 12, day: 1 });
    expect(format.dayOf(late, "WIB")).toEqual({ year: 2026, month: 12, day: 1 });
    expect(format.dayOf(Date.UTC(2026, 10, 30, 16, 30), "WIB")).toEqual({ year: 2026, month: 11, day: 30 });
    expect(format.isoDay(format.addDays({ year: 2026, month: 12, day: 28 }, 7))).toBe("2027-01-04");
    expect(format.daysBetween({ year: 2026, month: 10, day: 26 }, { year: 2026, month: 11, day: 17 })).toBe(22);
  });

  it("an impossible day is not read", () => {
    expect(format.parseDay("2026-02-30")).toBeUndefined();
    expect(format.parseDay("2026-02-28")).toEqual({ year: 2026, month: 2, day: 28 });
  });

  it("distances turn into kilometres", () => {
    expect(format.distance(604, "id")).toBe("600 m");
    expect(format.distance(1240, "id")).toBe("1,2 km");
    expect(format.distance(1240, "en")).toBe("1.2 km");
  });
});
