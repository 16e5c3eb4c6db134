// API.md, "A paper's code".
import type { Outcome, Text } from "../wire.ts";

export type PaperVerdict = "genuine" | "altered" | "unknown_device" | "ended_device";

export interface CheckedPaper {
  verdict: PaperVerdict;
  sentence: Text;
  paper: {
    unit: string;
    device: string;
    door_code: string;
    lodging: { id: string; name: string; address: string } | null;
    date: string;
    outcome: Outcome;
    new_findings: number;
    open_findings: number;
    link: string | null;
    record: { seq: number; hash: string };
  } | null;
}
