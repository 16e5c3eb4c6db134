// One inspection as it is being done: what is answered, what is asked now, what waits to be saved. Every deed paints at
// once and is written through in order; nothing is called saved before the field app said so.

import { asProblem, Problem, problemSentence, toasts } from "@ronda/web";
import { device } from "../device.svelte.ts";
import {
  wireCalls,
  type Answer,
  type Checklist,
  type Disposition,
  type Entry,
  type Inspection,
  type Item,
  type ManagerSignature,
  type Outcome,
  type Progress,
  type Saved,
  type Section,
  type Value,
} from "../wire.ts";

interface Undo {
  code: string;
  before: Value;
  after: Value;
}

/** A second tap within this time is the same finger. */
export const doubleTapMs = 350;

export const findingsSection = "findings";

export class Inspecting {
  readonly id: string;
  data = $state<Inspection>() as Inspection;
  checklist = $state.raw<Checklist>() as Checklist;
  section = $state("");
  current = $state("");
  undoable = $state<Undo[]>([]);
  /** Writes on their way. */
  saving = $state(0);
  /** The field app did not answer; the write is being repeated. */
  unsaved = $state(false);
  /** True for a moment after an answer, while a second tap would be an accident. */
  guarded = $state(false);
  distance = $state<number | undefined>(undefined);
  private chain: Promise<unknown> = Promise.resolve();
  private positionWaits = false;
  private guard: ReturnType<typeof setTimeout> | undefined;

  constructor(data: Inspection, checklist: Checklist) {
    this.id = data.id;
    this.data = data;
    this.checklist = checklist;
    this.begin();
  }

  get items(): Item[] {
    return this.checklist.sections.flatMap((section) => section.items);
  }

  get sealed(): boolean {
    return this.data.state === "sealed";
  }

  get undecided(): number {
    return this.data.open_findings.filter((finding) => this.dispositionOf(finding.id) === null).length;
  }

  item(code: string): Item | undefined {
    return this.items.find((item) => item.code === code);
  }

  sectionOf(code: string): Section | undefined {
    return this.checklist.sections.find((section) => section.items.some((item) => item.code === code));
  }

  answerOf(code: string): Answer | undefined {
    return this.data.answers[code];
  }

  valueOf(code: string): Value {
    return this.data.answers[code]?.value ?? null;
  }

  dispositionOf(finding: string): Disposition | null {
    const found = this.data.open_findings.find((f) => f.id === finding)?.disposition ?? null;
    return found !== null && typeof found === "object" ? found.disposition : found;
  }

  /** False when an earlier answer made the question pointless; such an item counts as answered. */
  applies(item: Item): boolean {
    return item.applies_when === null || this.valueOf(item.applies_when.item) !== item.applies_when.not;
  }

  waits(item: Item): boolean {
    return this.applies(item) && this.valueOf(item.code) === null;
  }

  /** Where to begin: old findings first, else where the officer was, else the first gap. */
  private begin(): void {
    const place = this.data.position ?? this.data.progress.first_gap ?? this.items[0]?.code ?? "";
    this.current = this.item(place) ? place : (this.items[0]?.code ?? "");
    const untouched = Object.keys(this.data.answers).length === 0;
    this.section =
      this.undecided > 0 && (untouched || this.data.position === null)
        ? findingsSection
        : (this.sectionOf(this.current)?.code ?? "");
  }

  goTo(code: string): void {
    const section = this.sectionOf(code);
    if (!section) return;
    this.current = code;
    this.section = section.code;
    this.keepPosition();
  }

  goToSection(code: string): void {
    if (code === findingsSection) {
      this.section = code;
      return;
    }
    const section = this.checklist.sections.find((s) => s.code === code);
    const target = section?.items.find((item) => this.waits(item)) ?? section?.items[0];
    if (target) this.goTo(target.code);
  }

  /** The first thing that still waits: an undecided finding, then the first gap in the list. */
  goToGap(): boolean {
    if (this.undecided > 0) {
      this.section = findingsSection;
      return true;
    }
    const gap = this.items.find((item) => this.waits(item));
    if (gap) this.goTo(gap.code);
    return gap !== undefined;
  }

  /** The next item that waits after this one, then from the top; stays when nothing waits. */
  advance(): void {
    const items = this.items;
    const at = items.findIndex((item) => item.code === this.current);
    const next = [...items.slice(at + 1), ...items.slice(0, at)].find((item) => this.waits(item));
    if (next) this.goTo(next.code);
    else this.keepPosition();
  }

  /** One tap on an answer. Returns false when it was the second tap of a double tap. */
  answer(code: string, value: Value, move = true): boolean {
    if (this.guarded || this.sealed) return false;
    this.startGuard();
    this.undoable.push({ code, before: this.valueOf(code), after: value });
    this.put(code, value);
    if (move) this.advance();
    return true;
  }

  /** A number being typed or stepped: saved at once, no advance, no guard. */
  fillIn(code: string, value: Value): void {
    if (this.sealed || this.valueOf(code) === value) return;
    const last = this.undoable.at(-1);
    if (last?.code === code) last.after = value;
    else this.undoable.push({ code, before: this.valueOf(code), after: value });
    this.put(code, value);
  }

  undo(): void {
    const last = this.undoable.pop();
    if (!last) return;
    this.put(last.code, last.before);
    this.goTo(last.code);
  }

  private put(code: string, value: Value): void {
    const before = this.data.answers[code];
    const had = (before?.value ?? null) !== null;
    this.data.answers[code] = {
      value,
      note: before?.note ?? null,
      photos: before?.photos ?? [],
      answered_at: before?.answered_at ?? null,
      finding: null,
    };
    this.bump(code, (value === null ? 0 : 1) - (had ? 1 : 0));
    void this.write(() => wireCalls.answer(this.id, code, { value })).then((reply) => {
      if (!reply) return;
      // A newer tap may already stand there; its own reply will follow.
      if (this.valueOf(code) === value) this.setAnswer(code, reply.answer);
    });
  }

  private setAnswer(code: string, answer: Answer | null): void {
    if (answer) this.data.answers[code] = answer;
    else delete this.data.answers[code];
  }

  private bump(code: string, step: number): void {
    if (step === 0) return;
    const section = this.data.progress.sections.find((s) => s.code === this.sectionOf(code)?.code);
    if (section) section.answered = Math.min(section.total, Math.max(0, section.answered + step));
    this.data.progress.answered += step;
  }

  private startGuard(): void {
    this.guarded = true;
    clearTimeout(this.guard);
    this.guard = setTimeout(() => (this.guarded = false), doubleTapMs);
  }

  /** Resolves to the problem when the note was refused. */
  async note(code: string, note: string | null): Promise<Problem | undefined> {
    let refused: Problem | undefined;
    const reply = await this.write(
      () => wireCalls.answer(this.id, code, { note }),
      (problem) => (refused = problem),
    );
    if (reply) this.setAnswer(code, reply.answer);
    return refused;
  }

  /** Makes it small, strips it, keeps it. Resolves to its size in bytes. */
  /** `picture` as it is kept (photo.ts). Gives its size once it is written; nothing when it was refused. */
  async addPhoto(code: string, picture: Blob): Promise<number | undefined> {
    const reply = await this.write(() => wireCalls.addPhoto(this.id, code, picture));
    if (reply) this.setAnswer(code, reply.answer);
    return reply?.photo.bytes;
  }

  async dropPhoto(code: string, sha256: string): Promise<void> {
    const reply = await this.write(() => wireCalls.dropPhoto(this.id, sha256));
    if (reply) this.setAnswer(code, reply.answer);
  }

  async dispose(finding: string, disposition: Disposition | null, reason: string | null = null): Promise<boolean> {
    const found = this.data.open_findings.find((f) => f.id === finding);
    if (!found || this.sealed) return false;
    const before = found.disposition;
    found.disposition = disposition === null ? null : { disposition, reason };
    let refused = false;
    const reply = await this.write(
      () => wireCalls.dispose(this.id, finding, disposition, reason),
      (problem) => {
        refused = true;
        found.disposition = before;
        toasts.show({ text: problemSentence(problem.code) });
      },
    );
    if (reply) Object.assign(found, reply.finding);
    return !refused;
  }

  async outcome(outcome: Outcome, reason: string | null): Promise<Problem | undefined> {
    let refused: Problem | undefined;
    await this.write(
      () => wireCalls.outcome(this.id, outcome, reason),
      (problem) => (refused = problem),
    );
    if (!refused) {
      this.data.outcome = outcome;
      this.data.outcome_reason = reason;
    }
    return refused;
  }

  async startSample(plan: { from: string; to: string; total_lines: number; n: number }): Promise<Problem | undefined> {
    let refused: Problem | undefined;
    const reply = await this.write(
      () => wireCalls.startSample(this.id, plan),
      (problem) => (refused = problem),
    );
    if (reply) await this.refresh();
    return refused;
  }

  async entry(k: number, entry: Entry): Promise<void> {
    const reply = await this.write(() => wireCalls.entry(this.id, k, entry));
    if (reply) await this.takeSample(reply.sample);
  }

  async undoEntry(k: number): Promise<void> {
    const reply = await this.write(() => wireCalls.undoEntry(this.id, k));
    if (reply) await this.takeSample(reply.sample);
  }

  async mostBlank(field: string): Promise<void> {
    const reply = await this.write(() => wireCalls.mostBlank(this.id, field));
    if (reply) await this.takeSample(reply.sample);
  }

  async dropSample(): Promise<void> {
    const reply = await this.write(() => wireCalls.dropSample(this.id));
    if (reply) await this.takeSample(null);
  }

  /** The tally fills items of its own: when it is finished or begun anew the answers are read again. */
  private async takeSample(sample: Inspection["sample"]): Promise<void> {
    const was = this.data.sample;
    this.data.sample = sample;
    const complete = (s: Inspection["sample"]) => s !== null && s.next === null;
    if (complete(was) || complete(sample) || sample === null) await this.refresh();
  }

  async managerSigns(signature: ManagerSignature | null): Promise<Problem | undefined> {
    let refused: Problem | undefined;
    const reply = await this.write(
      () => wireCalls.managerSigns(this.id, signature),
      (problem) => (refused = problem),
    );
    if (reply) this.data.signatures = reply.signatures;
    return refused;
  }

  async officerSigns(officer: string, signed: boolean): Promise<void> {
    const reply = await this.write(() => wireCalls.officerSigns(this.id, officer, signed));
    if (reply) this.data.signatures = reply.signatures;
  }

  async refer(): Promise<void> {
    const reply = await this.write(() => wireCalls.emergency(this.id));
    if (reply) this.data.emergency = reply.emergency;
  }

  async place(phase: "start" | "end", fix: Parameters<typeof wireCalls.fix>[2]): Promise<void> {
    // Sealed meanwhile: it came too late, and nobody needs to hear of it.
    const reply = await this.write(() => wireCalls.fix(this.id, phase, fix), () => undefined);
    if (reply && reply.distance_m !== null) this.distance = reply.distance_m;
  }

  /** Reads the whole inspection again; the place in the list stays. */
  async refresh(): Promise<void> {
    await this.settled();
    this.data = await wireCalls.inspection(this.id);
  }

  /** Resolves once everything tapped so far is written. */
  async settled(): Promise<void> {
    await this.chain;
  }

  private keepPosition(): void {
    if (this.positionWaits || this.sealed) return;
    this.positionWaits = true;
    void this.write(() => {
      this.positionWaits = false;
      return wireCalls.position(this.id, this.current);
    });
  }

  /** One write after the other. Silence is repeated until it ends; a refusal is told and the truth read again. */
  private write<T extends Saved>(call: () => Promise<T>, refused?: (problem: Problem) => void): Promise<T | undefined> {
    this.saving += 1;
    const work = this.chain.then(() => this.persist(call, refused));
    this.chain = work.catch(() => undefined);
    return work.finally(() => (this.saving -= 1));
  }

  private async persist<T extends Saved>(
    call: () => Promise<T>,
    refused?: (problem: Problem) => void,
  ): Promise<T | undefined> {
    for (;;) {
      try {
        const reply = await call();
        this.unsaved = false;
        if (reply.saved_at) this.data.saved_at = reply.saved_at;
        if (reply.progress && this.saving <= 1) this.takeProgress(reply.progress);
        return reply;
      } catch (caught) {
        const problem = asProblem(caught);
        if (problem.members.locked === true) {
          await device.whenOpen();
          continue;
        }
        if (problem.status === 0 || problem.code === "busy") {
          this.unsaved = true;
          await new Promise((again) => setTimeout(again, 1500));
          continue;
        }
        this.unsaved = false;
        if (refused) {
          refused(problem);
          return undefined;
        }
        toasts.show({ text: problemSentence(problem.code) });
        this.data = await wireCalls.inspection(this.id).catch(() => this.data);
        return undefined;
      }
    }
  }

  private takeProgress(progress: Progress): void {
    this.data.progress = progress;
  }
}
