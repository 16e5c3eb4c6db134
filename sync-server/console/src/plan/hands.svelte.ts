// Changes by hand: locks, moves, ways out, undo, decisions. Each is made at once by the server and judged there; whatever
// comes of it, the plan is read again.

import { asProblem, prefs, problemSentence, toasts } from "@ronda/web";
import { server } from "../server/client.ts";
import type { Locks, Moved, MoveTo, UnplannedVisit, Visit } from "../server/contract.ts";
import { dayTitle } from "../parts/calendar.ts";
import { t } from "../words/plan.ts";
import type { PlanDesk } from "./desk.svelte.ts";
import { followPointer, type DropAt } from "./drag.ts";
import { onDayAndTeam, unlocked } from "./locks.ts";
import { Picking } from "./picking.svelte.ts";
import { kindOf, signed } from "./prices.ts";

export class PlanHands {
  readonly picking = new Picking();
  /** The visit in the dialog, and the team-day whose visits are to be locked. */
  moving = $state.raw<Visit | undefined>(undefined);
  locking = $state(false);
  /** Where a bent rule waits for the head's word. */
  insisting = $state.raw<DropAt | undefined>(undefined);
  /** The way out that waits for it. */
  easing = $state.raw<{ visit: UnplannedVisit; index: number } | undefined>(undefined);
  deciding = $state(false);
  readonly price = $derived(this.picking.tried?.possible ? signed(this.picking.tried.cost_min) : "");
  /** The change that is under way, with whether it was made; the next one waits for it, so that no press is lost. */
  private last: Promise<boolean> = Promise.resolve(true);
  private waiting = 0;
  /** The newest undo, while it is under way. */
  private undoing: Promise<boolean> | undefined;
  /** What became of a visit that the page still shows as it was. */
  private readonly became = new WeakMap<Visit, Locks>();

  constructor(private readonly desk: PlanDesk) {}

  /** Puts everything back that was picked up or asked. */
  put(): void {
    this.picking.put();
    this.moving = this.insisting = this.easing = undefined;
    this.locking = false;
  }

  async lock(visit: Visit, set: (locks: Locks) => Locks): Promise<void> {
    await this.change(
      async (id, version) => {
        const now = await server.lockVisit(id, version, visit.id, set(this.became.get(visit) ?? visit.locks));
        this.became.set(visit, now.locks);
        return now;
      },
      (now) => t(now.locked ? "edit.locked" : "edit.opened", { n: 1 }),
    );
  }

  async lockMany(scope: { team?: string; date?: string }, locks: Locks): Promise<void> {
    this.locking = false;
    await this.change(
      (id, version) => server.lockVisits(id, version, scope, locks),
      (done) => (done.visits === 0 ? t("edit.same") : t(locks.day || locks.team || locks.time ? "edit.locked" : "edit.opened", { n: done.visits })),
    );
  }

  async lockDay(team: string, date: string): Promise<void> {
    const locked = (this.desk.lanes.find((entry) => entry.id === team)?.days.get(date)?.locked ?? 0) > 0;
    await this.lockMany({ team, date }, locked ? unlocked : onDayAndTeam);
  }

  /** Applies the way out that was asked for. */
  async relax(): Promise<void> {
    const { easing } = this;
    this.easing = undefined;
    if (!easing) return;
    const { visit, index } = easing;
    await this.change((id, version) => server.relax(id, version, visit.lodging, index), (done) => this.toldMove(done.visit.lodging.name, done));
  }

  /**
   * Takes back the newest change, also one that is still under way; nothing if that one is refused, for the change before
   * it was not meant. Pressed twice for one change, it takes back that one only.
   */
  async undo(): Promise<void> {
    if (this.waiting > 0 && this.undoing === this.last) return;
    const meant = this.waiting > 0 ? this.last : Promise.resolve(true);
    this.undoing = this.change(
      (id, version) => server.undo(id, version),
      ({ edit }) => t("run.undone", { what: t(`edit.${edit.kind}`, { name: edit.lodging?.name ?? "" }) }),
      { offerUndo: false, onlyIf: meant },
    );
    await this.undoing;
  }

  async move(name: string, to: MoveTo, anyway: boolean): Promise<void> {
    this.moving = undefined;
    this.desk.chosen = { team: to.team, date: to.date };
    await this.change((id, version) => server.move(id, version, to, anyway), (done) => this.toldMove(name, done));
  }

  async decide(accept: boolean): Promise<void> {
    this.deciding = true;
    await this.change<unknown>(
      (id, version) => (accept ? server.acceptProposal(id, version) : server.rejectProposal(id)),
      () => t(accept ? "proposal.accepted" : "proposal.rejected"),
    );
    this.deciding = false;
  }

  pickUp(visit: Visit): void {
    this.pick({ visit: visit.id, name: visit.lodging.name, from: { team: visit.team, date: visit.date, order: visit.order } });
  }
  pickUnplanned(lodging: string, name: string): void {
    this.pick({ lodging, name });
  }

  /** The head says yes although a rule is bent. */
  insist(): void {
    if (this.insisting) this.drop(this.insisting, true);
  }

  /** Drops where the price is known; a bent rule asks first, an impossible place says why. */
  async letGo(at: DropAt | undefined): Promise<void> {
    const { picking } = this;
    const { picked } = picking;
    picking.pointer = undefined;
    const same = at && picked?.from?.team === at.team && picked.from.date === at.date;
    if (!at || !picked || (same && (at.position === null || at.position === (picked.from?.order ?? 0) - 1))) return picking.put();
    await picking.aim(at);
    const { tried } = picking;
    if (!tried) return;
    const kind = kindOf(tried);
    if (kind === "legal") this.drop(at, false);
    else if (kind === "bend") this.insisting = at;
  }

  drag(visit: Visit, event: PointerEvent): void {
    let aim: ReturnType<typeof setTimeout> | undefined;
    followPointer(event, {
      onstart: () => this.pickUp(visit),
      onmove: (x, y, over) => {
        this.picking.pointer = { x, y };
        clearTimeout(aim);
        aim = setTimeout(() => void this.picking.aim(over), 40);
      },
      ondrop: (over) => {
        clearTimeout(aim);
        void this.letGo(over);
      },
    });
  }

  private pick(what: Parameters<Picking["pick"]>[1]): void {
    const round = this.desk.round.data;
    if (!round) return;
    this.desk.view = "lanes";
    void this.picking.pick(round.id, what);
  }

  private drop(at: DropAt, anyway: boolean): void {
    const { picked } = this.picking;
    if (!picked) return;
    const to = this.picking.target(at);
    this.picking.put();
    this.insisting = undefined;
    void this.move(picked.name, to, anyway);
  }

  /** One change at a time, in the order of the presses, each upon the plan that the one before left. True: it was made. */
  private change<T>(
    deed: (id: string, version: number) => Promise<T>, told: (done: T) => string, { offerUndo = true, onlyIf = Promise.resolve(true) } = {},
  ): Promise<boolean> {
    this.waiting++;
    const before = this.last;
    this.last = (async () => {
      await before;
      try {
        return (await onlyIf) && (await this.make(deed, told, offerUndo));
      } finally {
        this.waiting--;
      }
    })();
    return this.last;
  }

  private async make<T>(deed: (id: string, version: number) => Promise<T>, told: (done: T) => string, offerUndo: boolean): Promise<boolean> {
    const { desk } = this;
    const target = desk.round.data;
    if (!target) return false;
    try {
      const text = told(await deed(target.id, target.version));
      await desk.read();
      const undoable = offerUndo && desk.round.data?.undo && desk.round.data.state === "draft";
      toasts.show(undoable ? { text, undo: () => void this.undo() } : { text, lasts: 6000 });
      return true;
    } catch (caught) {
      const { code } = asProblem(caught);
      toasts.show({ text: code === "stale_version" ? t("edit.stale") : problemSentence(code), lasts: 8000 });
      await desk.read();
      return false;
    }
  }

  private toldMove(name: string, done: Moved): string {
    const { visit } = done;
    const team = this.desk.teamName(visit.team);
    let text = t("edit.moved", { name, day: dayTitle(visit.date, prefs.lang), team });
    if (done.extra_min > 0) text += ` ${t("edit.extra", { team, n: done.extra_min })}`;
    if (done.also_locked > 0) text += ` ${t("edit.also", { n: done.also_locked })}`;
    return text;
  }
}
