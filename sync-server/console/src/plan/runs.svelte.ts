// What the server computes for this page: a plan, the rest of a month, a proof. One at a time; followed to its end.

import { asProblem, problemSentence, toasts } from "@ronda/web";
import { server } from "../server/client.ts";
import type { Job, ReplanEvent, RoundDetail } from "../server/contract.ts";
import { t } from "../words/plan.ts";
import type { PlanDesk } from "./desk.svelte.ts";
import { followJob } from "./follow.ts";
import { planFrom } from "./lanes.ts";
import { ended, idle, step, underWay, type Heard, type Run } from "./progress.ts";

export class PlanRuns {
  run = $state.raw<Run>(idle);
  readonly running = $derived(underWay(this.run.phase));
  private stopFollowing: (() => void) | undefined;

  constructor(private readonly desk: PlanDesk) {
    desk.onread = (found) => this.adopt(found);
  }

  /** Nobody looks any more. */
  stop(): void {
    this.stopFollowing?.();
    this.stopFollowing = undefined;
  }

  forget(): void {
    this.stop();
    this.run = idle;
  }

  async plan(): Promise<void> {
    const { desk } = this;
    await this.ask(async () => {
      const target = desk.round.data ?? (await server.openRound(desk.month));
      return server.plan(target.id, desk.policy?.plan_seconds ?? 10, planFrom(desk.month, desk.today));
    });
  }

  async replan(events: ReplanEvent[], includeToday: boolean): Promise<void> {
    const target = this.desk.round.data;
    if (target) await this.ask(() => server.replan(target.id, events, includeToday));
  }

  /** The same problem, seed and steps once more: does the same plan come out? */
  async prove(): Promise<void> {
    const target = this.desk.round.data;
    if (target) await this.ask(() => server.rederive(target.id), (job) => this.told(job));
  }

  async cancel(): Promise<void> {
    const { job } = this.run;
    if (!job) return;
    this.hear({ what: "cancel" });
    try {
      await server.cancelJob(job);
    } catch (caught) {
      toasts.show({ text: problemSentence(asProblem(caught).code), lasts: 5000 });
    }
  }

  // A run that was under way when the page was opened, or that another reader asked for, is followed like our own.
  private adopt(found: RoundDetail): void {
    if (!found.job || this.running) return;
    this.hear({ what: "asked" });
    this.follow(found.job);
  }

  private async ask(deed: () => Promise<{ job: string }>, onend?: (job: Job) => void): Promise<void> {
    this.hear({ what: "asked" });
    try {
      this.follow((await deed()).job, onend);
    } catch (caught) {
      this.hear({ what: "refused", problem: asProblem(caught) });
    }
  }

  private follow(job: string, onend?: (job: Job) => void): void {
    this.hear({ what: "accepted", job });
    this.stop();
    this.stopFollowing = followJob(job, (heard) => {
      this.hear(heard);
      if (heard.what === "job" && ended(heard.job.state)) onend?.(heard.job);
    });
  }

  private hear(heard: Heard): void {
    const before = this.run.phase;
    this.run = step(this.run, heard);
    if (ended(this.run.phase) && !ended(before)) void this.desk.read();
  }

  private told(job: Job): void {
    const { result } = job;
    this.run = idle;
    const text = !result ? t("proof.failed") : result.same ? t("proof.same", { n: result.edits }) : t("proof.other");
    toasts.show({ text, lasts: 12_000 });
  }
}
