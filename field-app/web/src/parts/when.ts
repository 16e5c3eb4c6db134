// A moment as short as it stays clear: the clock for today, day and clock for any other day.
import { device } from "../device.svelte.ts";
import { format, place, say } from "@ronda/web";

export function when(text: string): string {
  const instant = Date.parse(text);
  return format.isoDay(format.dayOf(instant, place.zone)) === device.enrolled?.today ? say.time(instant) : say.moment(instant);
}
