// Follows a job: by server-sent events, and while that line is broken by asking every second.

import { asProblem } from "@ronda/web";
import { server } from "../server/client.ts";
import { ended, readEvent, type Heard } from "./progress.ts";

const pauseMs = 1000;
/** Questions answered well before the stream is tried again. */
const goodAnswers = 3;

/** Tells `hear` what happens until the job has ended. Returns the way to stop listening. */
export function followJob(id: string, hear: (heard: Heard) => void): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stream: EventSource | undefined;
  let answered = 0;

  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    stream?.close();
  };

  const ask = async (): Promise<void> => {
    if (stopped) return;
    try {
      const job = await server.job(id);
      if (stopped) return;
      hear({ what: "job", job });
      if (ended(job.state)) return stop();
      if (++answered >= goodAnswers) return listen();
    } catch (caught) {
      answered = 0;
      const problem = asProblem(caught);
      // A network that comes and goes is asked again; a job that is not there is not.
      if (problem.status !== 0 && problem.status < 500) {
        hear({ what: "refused", problem });
        return stop();
      }
    }
    timer = setTimeout(() => void ask(), pauseMs);
  };

  const poll = (): void => {
    if (stopped) return;
    stream?.close();
    clearTimeout(timer);
    answered = 0;
    hear({ what: "polling" });
    void ask();
  };

  function listen(): void {
    if (stopped) return;
    if (typeof EventSource === "undefined") return poll();
    const line = new EventSource(server.jobEvents(id));
    stream = line;
    line.addEventListener("open", () => hear({ what: "listening" }));
    line.addEventListener("progress", (event) => {
      const job = readEvent((event as MessageEvent<string>).data, id, false);
      if (job) hear({ what: "job", job });
    });
    line.addEventListener("done", () => {
      // The last word comes from the job itself: done, failed or cancelled.
      line.close();
      answered = 0;
      void ask();
    });
    line.onerror = () => poll();
  }

  listen();
  return stop;
}
