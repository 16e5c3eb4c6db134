// Who is signed in, and what day it is at the unit. A reply 401 anywhere brings the sign-in page back, address kept.

import { asProblem, format, place, wire, type Problem } from "@ronda/web";
import { server } from "./client.ts";
import type { Role, Session } from "./contract.ts";

/** What a role may read; the server is the judge, this only keeps closed doors out of the menu. */
export function pagesOf(role: Role | undefined): readonly string[] {
  if (role === "admin") return ["people", "policy"];
  if (role === "officer") return ["today", "plan", "register", "inspections", "policy"];
  return ["today", "plan", "register", "inspections", "notices", "quarantine", "people", "policy"];
}

type State = "asking" | "out" | "in" | "unreachable";

class SessionState {
  state = $state<State>("asking");
  current = $state.raw<Session | undefined>(undefined);
  /** True when a session ended by itself: the sign-in page then says so. */
  ended = $state(false);
  problem = $state.raw<Problem | undefined>(undefined);
  private skew = 0;

  /** The unit head: may plan, import, edit and publish. */
  get mayWrite(): boolean {
    return this.current?.user.role === "head";
  }

  /** The unit head and the administrator: may enrol and revoke devices. */
  get mayAdmin(): boolean {
    return this.current?.user.role === "head" || this.current?.user.role === "admin";
  }

  /** The pages this role may read, the first one being where it begins. */
  get pages(): readonly string[] {
    return pagesOf(this.current?.user.role);
  }

  /** The server's clock, in milliseconds: what is late must not hang on this computer's clock. */
  now(): number {
    return Date.now() + this.skew;
  }

  get today(): string {
    return this.current?.today ?? new Date().toISOString().slice(0, 10);
  }

  async ask(): Promise<void> {
    this.state = "asking";
    try {
      this.enter(await server.session());
    } catch (caught) {
      const problem = asProblem(caught);
      this.problem = problem;
      this.state = problem.status === 401 ? "out" : "unreachable";
      this.ended = problem.code === "expired";
    }
  }

  enter(session: Session): void {
    this.current = session;
    this.skew = Date.parse(session.now) - Date.now();
    this.ended = false;
    place.zone = format.zoneOf(session.unit.zone_label || session.unit.zone);
    this.state = "in";
  }

  async leave(): Promise<void> {
    try {
      await server.signOut();
    } catch {
      // The cookie may be gone already; leaving is leaving.
    }
    this.current = undefined;
    this.ended = false;
    this.state = "out";
  }

  /** Hears every problem on the wire. */
  listen(): void {
    wire.onProblem = (problem) => {
      if (problem.status !== 401 || problem.code === "wrong_password" || this.state !== "in") return;
      this.ended = true;
      this.state = "out";
    };
  }
}

export const session = new SessionState();
