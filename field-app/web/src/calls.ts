// One function per call of field-app/core/API.md. No decision is made here.

import { api, type Options } from "@ronda/web";
import type { LodgingChanges, MissedReason, Proposal, ReasonClass } from "./changing/shapes.ts";
import type { CheckedPaper } from "./door/shapes.ts";
import type {
  Answer,
  AppState,
  BundleContents,
  Checklist,
  DiaryLine,
  Disposition,
  Entry,
  Fix,
  Inspection,
  InspectionBrief,
  LodgingBrief,
  LodgingPage,
  ManagerSignature,
  OpenFinding,
  Outcome,
  Photo,
  PinRequest,
  Place,
  Prefs,
  RemoteDraft,
  Report,
  Review,
  Round,
  Sample,
  Saved,
  Signatures,
  SyncAnswer,
  SyncSummary,
  Value,
} from "./wire.ts";

const at = (id: string) => `/api/inspections/${encodeURIComponent(id)}`;

export const wireCalls = {
  state: () => api<AppState>("GET", "/api/state"),
  prefs: (prefs: Partial<Prefs>) => api<Prefs>("PUT", "/api/prefs", prefs),
  enrol: (server: string, code: string) => api<AppState>("POST", "/api/enrol", { server, code }),

  unlock: (officer_id: string, pin: string) => api<AppState>("POST", "/api/access/unlock", { officer_id, pin }),
  confirmPin: (officer_id: string, pin: string) => api<AppState>("POST", "/api/access/confirm", { officer_id, pin }),
  lock: () => api<AppState>("POST", "/api/access/lock", {}),
  active: () => api<unknown>("POST", "/api/access/active", {}),
  setPin: (pin: string, old_pin: string | null) => api<AppState>("PUT", "/api/access/pin", { pin, old_pin }),
  pinRequest: (officer_id: string) => api<PinRequest>("POST", "/api/access/request", { officer_id }),
  recover: (officer_id: string, code: string, pin: string) =>
    api<AppState>("POST", "/api/access/recover", { officer_id, code, pin }),
  lockSettings: (settings: { lock_after_min?: number; lock_on_hide?: boolean }) =>
    api<AppState>("PUT", "/api/access/settings", settings),

  round: (options?: Options) => api<Round>("GET", "/api/round", undefined, options),
  /** `near`: the nearest first. */
  lodgings: (q: string, near?: { lat: number; lon: number }, limit = 50) =>
    api<{ lodgings: LodgingBrief[]; total: number }>(
      "GET",
      `/api/lodgings?q=${encodeURIComponent(q)}&limit=${limit}${near ? `&near=${near.lat},${near.lon}` : ""}`,
    ),
  lodging: (id: string) => api<LodgingPage>("GET", `/api/lodgings/${encodeURIComponent(id)}`),
  places: () => api<{ places: Place[] }>("GET", "/api/places"),
  checklist: (version: string) => api<Checklist>("GET", `/api/checklists/${encodeURIComponent(version)}`),

  open: (lodging_id: string, visit_id: string | null, fix: Fix | null) =>
    api<Inspection>("POST", "/api/inspections", { lodging_id, visit_id, fix }),
  /** Whether a berita acara's code is genuine. */
  checkPaper: (text: string) => api<CheckedPaper>("POST", "/api/papers/check", { text }),
  inspections: (state: "open" | "sealed", options?: Options) =>
    api<{ inspections: InspectionBrief[] }>("GET", `/api/inspections?state=${state}`, undefined, options),
  inspection: (id: string) => api<Inspection>("GET", at(id)),

  answer: (id: string, code: string, change: { value?: Value; note?: string | null }) =>
    api<Saved & { answer: Answer | null }>("PUT", `${at(id)}/answers/${code}`, change),
  position: (id: string, item: string) => api<Saved>("PUT", `${at(id)}/position`, { item }),
  addPhoto: (id: string, item: string, picture: Blob) =>
    api<Saved & { photo: Photo; answer: Answer }>("POST", `${at(id)}/photos?item=${encodeURIComponent(item)}`, picture, {
      headers: { "content-type": picture.type },
    }),
  dropPhoto: (id: string, sha256: string) =>
    api<Saved & { answer: Answer | null }>("DELETE", `${at(id)}/photos/${sha256}`),
  dispose: (id: string, finding: string, disposition: Disposition | null, reason: string | null) =>
    api<Saved & { finding: OpenFinding }>("PUT", `${at(id)}/dispositions/${finding}`, { disposition, reason }),
  outcome: (id: string, outcome: Outcome, reason: string | null) =>
    api<Saved & { outcome: Outcome }>("PUT", `${at(id)}/outcome`, { outcome, reason }),

  startSample: (id: string, plan: { from: string; to: string; total_lines: number; n: number }) =>
    api<Saved & { sample: Sample }>("POST", `${at(id)}/sample`, plan),
  entry: (id: string, k: number, entry: Entry) =>
    api<Saved & { sample: Sample }>("PUT", `${at(id)}/sample/entries/${k}`, entry),
  undoEntry: (id: string, k: number) => api<Saved & { sample: Sample }>("DELETE", `${at(id)}/sample/entries/${k}`),
  mostBlank: (id: string, field: string) =>
    api<Saved & { sample: Sample }>("PUT", `${at(id)}/sample/most-blank`, { field }),
  dropSample: (id: string) => api<Saved & { sample: null }>("DELETE", `${at(id)}/sample`),

  managerSigns: (id: string, signature: ManagerSignature | null) =>
    api<Saved & { signatures: Signatures }>("PUT", `${at(id)}/signatures/manager`, signature),
  officerSigns: (id: string, officer: string, signed: boolean) =>
    api<Saved & { signatures: Signatures }>("PUT", `${at(id)}/signatures/officers/${officer}`, { signed }),
  fix: (id: string, phase: "start" | "end", fix: Fix) =>
    api<Saved & { distance_m: number | null }>("PUT", `${at(id)}/fix`, { phase, fix }),
  emergency: (id: string) =>
    api<Saved & { emergency: { referral_at: string | null } }>("POST", `${at(id)}/emergency`, {}),

  remoteDrafts: () => api<{ drafts: RemoteDraft[]; fetched_at: string | null }>("GET", "/api/drafts/remote"),
  takeDraft: (id: string) => api<Inspection & { photos_left_behind: number }>("POST", `/api/drafts/${encodeURIComponent(id)}/take`, {}),
  continueAsOwn: (id: string) => api<Inspection>("POST", `${at(id)}/own`, {}),
  putAway: (id: string) => api<Inspection>("POST", `${at(id)}/put-away`, {}),

  review: (id: string) => api<Review>("GET", `${at(id)}/review`),
  seal: (id: string) =>
    api<{ sealed_at: string; record: { seq: number; id: string; hash: string } }>("POST", `${at(id)}/seal`, {}),
  report: (id: string) => api<Report>("GET", `${at(id)}/berita-acara`),

  missed: (visit: string, reason: MissedReason, note: string | null) =>
    api<unknown>("POST", `/api/visits/${encodeURIComponent(visit)}/missed`, { reason, note }),
  propose: (lodging: Proposal) => api<{ lodging: LodgingBrief }>("POST", "/api/lodgings", lodging),
  correct: (id: string, reason_class: ReasonClass, reason: string) =>
    api<Inspection>("POST", `${at(id)}/correct`, { reason_class, reason }),
  putRight: (lodging: string, changes: LodgingChanges) =>
    api<unknown>("PATCH", `/api/lodgings/${encodeURIComponent(lodging)}`, changes),

  sync: () => api<SyncSummary>("GET", "/api/sync"),
  syncNow: () => api<SyncAnswer>("POST", "/api/sync", {}),
  bundleContents: () => api<BundleContents>("GET", "/api/bundle/contents"),
  diary: () => api<{ lines: DiaryLine[] }>("GET", "/api/sync/diary"),
};

export type PaperForm = "a4" | "receipt";
export const reportPdf = (id: string, form: PaperForm) => `${at(id)}/berita-acara.pdf?form=${form}`;
export const photoUrl = (sha256: string) => `/api/photos/${sha256}`;
