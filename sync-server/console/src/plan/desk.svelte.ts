// What the planner's page knows of one month: the round, the visits of the chosen team-day, coverage, what an observer
// could guess, a proposal that waits. It reads; hands.svelte.ts changes and runs.svelte.ts computes.

import { server } from "../server/client.ts";
import type {
  CoverageRow, MapPlace, Policy, Predictability, Proposal, RoundDetail, Team, Visit,
} from "../server/contract.ts";
import { Loaded } from "../server/loaded.svelte.ts";
import { session } from "../server/session.svelte.ts";
import { visitGlyph } from "../parts/glyph.ts";
import { firstChoice, lanesOf } from "./lanes.ts";

export type View = "lanes" | "coverage" | "calendar" | "map" | "figures";
export interface TeamDayAt {
  team: string;
  date: string;
}

export class PlanDesk {
  readonly today = session.today;
  month = $state("");
  readonly round = new Loaded<RoundDetail | null>();
  readonly visits = new Loaded<Visit[]>();
  readonly coverage = new Loaded<CoverageRow[]>();
  readonly guessing = new Loaded<Predictability>();
  readonly proposal = new Loaded<Proposal>();
  policy = $state.raw<Policy | undefined>(undefined);
  teams = $state.raw<Team[]>([]);
  places = $state.raw<MapPlace[]>([]);
  view = $state<View>("lanes");
  chosen = $state.raw<TeamDayAt | undefined>(undefined);
  /** Told of each round that was read. */
  onread: (round: RoundDetail) => void = () => undefined;

  readonly lanes = $derived(lanesOf(this.round.data?.teams ?? []));
  readonly lane = $derived(this.lanes.find((entry) => entry.id === this.chosen?.team));
  readonly base = $derived(this.teams.find((team) => team.id === this.chosen?.team)?.start);
  readonly planned = $derived((this.round.data?.plan ?? null) !== null);
  readonly figures = $derived(this.round.data?.figures ?? this.round.data?.plan?.figures ?? null);
  readonly published = $derived(this.round.data?.state === "published" || this.round.data?.state === "closed");
  readonly closed = $derived(this.round.data?.state === "closed" || this.month < this.today.slice(0, 7));
  readonly stops = $derived(
    (this.visits.data ?? []).flatMap((visit) =>
      visit.lodging.lat_e6 === null || visit.lodging.lng_e6 === null
        ? []
        : [{
            id: visit.id,
            name: visit.lodging.name,
            lat_e6: visit.lodging.lat_e6,
            lng_e6: visit.lodging.lng_e6,
            glyph: visitGlyph(visit),
            number: visit.order,
          }],
    ),
  );

  constructor() {
    server.policy().then((found) => (this.policy = found), () => undefined);
    server.teams().then((found) => (this.teams = found), () => undefined);
  }

  teamName(id: string): string {
    return this.lanes.find((entry) => entry.id === id)?.name ?? this.teams.find((entry) => entry.id === id)?.name ?? "";
  }

  /** Another month: nothing of the one before stays. */
  async open(month: string): Promise<void> {
    this.month = month;
    this.chosen = undefined;
    for (const part of [this.guessing, this.proposal, this.round, this.visits, this.coverage]) part.clear();
    await this.read();
  }

  async read(): Promise<void> {
    const of = this.month;
    const found = await this.round.read(async () => {
      const known = (await server.rounds()).find((entry) => entry.month === of);
      return known ? await server.round(known.id) : null;
    });
    if (!found) return;
    const { chosen } = this;
    const still = chosen && found.teams.some((team) => team.id === chosen.team) && chosen.date.startsWith(of);
    this.chosen = chosen && still ? { ...chosen } : firstChoice(found, this.today);
    this.coverage.clear();
    if (session.mayWrite && found.plan) void this.guessing.read(() => server.predictability(found.id));
    if (found.proposal?.state === "open" && session.mayWrite) void this.readProposal();
    else this.proposal.clear();
    this.onread(found);
  }

  async readVisits(): Promise<void> {
    const id = this.round.data?.id;
    const at = this.chosen;
    if (!id || !at) return;
    this.visits.clear();
    await this.visits.read(() => server.visits(id, { ...at }));
  }

  async readCoverage(): Promise<void> {
    const id = this.round.data?.id;
    if (id) await this.coverage.read(() => server.coverage(id));
  }

  async readProposal(): Promise<void> {
    const id = this.round.data?.id;
    if (id) await this.proposal.read(() => server.proposal(id));
  }

  /** Names of kelurahan for the map. */
  async readPlaces(): Promise<void> {
    if (this.places.length > 0) return;
    await server.map().then((found) => (this.places = found.places), () => undefined);
  }

  look(): void {
    if (this.chosen) this.chosen = { ...this.chosen };
  }
}
