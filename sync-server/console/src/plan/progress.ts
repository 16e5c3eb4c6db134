// What is known of one run of the planner. A pure step from what was heard to what is shown.

import type { Problem } from "@ronda/web";
import type { Job, Progress } from "../server/contract.ts";

export type Phase = "idle" | "starting" | "queued" | "running" | "cancelling" | "done" | "failed" | "cancelled";

export interface Run {
  phase: Phase;
  job?: string;
  progress?: Progress | undefined;
  /** The word of what went wrong. */
  problem?: string;
  /** True while the live stream is replaced by asking. */
  polling: boolean;
  /** Times the server began it: 2 or more after it ended in the middle. */
  attempt?: number;
}

export type Heard =
  | { what: "asked" }
  | { what: "accepted"; job: string }
  | { what: "job"; job: Job }
  | { what: "polling" }
  | { what: "listening" }
  | { what: "cancel" }
  | { what: "refused"; problem: Problem };

export const idle: Run = { phase: "idle", polling: false };

export const ended = (phase: Phase): boolean => phase === "done" || phase === "failed" || phase === "cancelled";
export const underWay = (phase: Phase): boolean => phase !== "idle" && !ended(phase);

/** The next state. Late news of another job, or after the end, changes nothing. */
export function step(run: Run, heard: Heard): Run {
  switch (heard.what) {
    case "asked":
      return { phase: "starting", polling: false };
    case "accepted":
      return { ...run, phase: "queued", job: heard.job };
    case "polling":
      return underWay(run.phase) ? { ...run, polling: true } : run;
    case "listening":
      return { ...run, polling: false };
    case "cancel":
      return run.phase === "queued" || run.phase === "running" ? { ...run, phase: "cancelling" } : run;
    case "refused":
      return { ...run, phase: "failed", problem: heard.problem.code };
    case "job": {
      const { job } = heard;
      if (run.job !== undefined && job.id !== run.job) return run;
      if (ended(run.phase)) return run;
      // Begun again from the start: what was reached before is gone, and it would be untrue to go on showing it.
      const again = (job.attempt ?? 1) > (run.attempt ?? job.attempt ?? 1);
      const waits = job.state === "queued" && !job.progress;
      const progress = waits ? { progress: undefined } : job.progress ? { progress: further(again ? undefined : run.progress, job.progress) } : again ? { progress: undefined } : {};
      const attempt = job.attempt === undefined ? {} : { attempt: job.attempt };
      // Until the server says it has stopped, a running job we asked to cancel stays "cancelling".
      const phase = run.phase === "cancelling" && !ended(job.state) ? "cancelling" : job.state;
      const problem = job.error ? { problem: job.error.code } : {};
      return { ...run, job: job.id, phase, ...progress, ...problem, ...attempt };
    }
  }
}

/** Progress never steps back, even when a stream and a question cross on the way. */
function further(before: Progress | undefined, now: Progress): Progress {
  return before && before.elapsed_s > now.elapsed_s ? before : now;
}

/** Reads what an event carried: the whole job, or its progress alone. Undefined when it is neither. */
export function readEvent(text: string, id: string, end: boolean): Job | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof found !== "object" || found === null) return undefined;
  if ("state" in found) return { progress: null, error: null, ...(found as object), id } as Job;
  if ("done" in found) return { id, state: end ? "done" : "running", progress: found as Progress, error: null };
  return undefined;
}
