// Every call the console makes, one line each. Throws Problem.

import { api, exchange, type Options } from "@ronda/web";
import type {
  Case, CasePage, CoverageRow, Device, EnrolmentCode, Finding, HeldDetail, HeldPage, HeldRecord, HeldState, Import,
  ImportResult, InspectionDetail, InspectionPage, Job, Keep, LedgerRoot, Locks, Lodging, LodgingDetail, LodgingPage, Moved, MoveTo,
  Notice, NoticeDetail, Officer, Overview, PlanEdit, Policy, Predictability, Prices, Proposal, RegisterMap, ReplanEvent,
  Retry, Round, RoundDetail, Session, Team, TriedMove, Visit,
} from "./contract.ts";
import type { BundleReport, BundleStanding } from "./bundle.ts";

const base = "/api/v1";

/** `?a=1&b=2` of the members that have a value. */
export function query(members: Record<string, string | number | null | undefined>): string {
  const found = new URLSearchParams();
  for (const [key, value] of Object.entries(members))
    if (value !== null && value !== undefined && value !== "") found.set(key, String(value));
  const text = found.toString();
  return text ? `?${text}` : "";
}

const get = <T>(path: string, options?: Options) => api<T>("GET", base + path, undefined, options);
const post = <T>(path: string, body: unknown = {}, options?: Options) => api<T>("POST", base + path, body, options);
const ifMatch = (version: number): Options => ({ headers: { "if-match": `"${version}"` } });
const seg = encodeURIComponent;

export const server = {
  signIn: (login: string, password: string) => post<Session>("/session", { login, password }),
  session: () => get<Session>("/session"),
  signOut: () => api<void>("DELETE", `${base}/session`),

  officers: async () => (await get<{ officers: Officer[] }>("/officers")).officers,
  enrolmentCode: (officer: string) => post<EnrolmentCode>(`/officers/${seg(officer)}/enrolment-codes`),
  devices: async () => (await get<{ devices: Device[] }>("/devices")).devices,
  revoke: (device: string, reason: string) => post<Device>(`/devices/${seg(device)}/revoke`, { reason }),

  lodgings: (filter: Record<string, string | number | null | undefined>, signal?: AbortSignal) =>
    get<LodgingPage>(`/lodgings${query(filter)}`, signal ? { signal } : {}),
  lodging: (id: string) => get<LodgingDetail>(`/lodgings/${seg(id)}`),
  doorSticker: (id: string) => `${base}/lodgings/${seg(id)}/door-sticker.pdf`,
  doorStickers: (filter: Record<string, string>) => `${base}/door-stickers.pdf${query(filter)}`,
  addLodging: (fields: Record<string, unknown>) => post<Lodging>("/lodgings", fields),
  changeLodging: (id: string, version: number, fields: Record<string, unknown>) =>
    api<Lodging>("PATCH", `${base}/lodgings/${seg(id)}`, fields, ifMatch(version)),
  map: () => get<RegisterMap>("/lodgings/map"),

  offerImport: (name: string, file: Blob) =>
    post<Import>(`/imports${query({ name })}`, file, { headers: { "content-type": "text/csv" } }),
  import: (id: string) => get<Import>(`/imports/${seg(id)}`),
  mapImport: (id: string, mapping: Record<string, string | null>) =>
    api<Import>("PUT", `${base}/imports/${seg(id)}/mapping`, { mapping }),
  commitImport: (id: string, keep: number[]) => post<ImportResult>(`/imports/${seg(id)}/commit`, { keep }),

  policy: () => get<Policy>("/policy"),
  changePolicy: (version: number, policy: Record<string, unknown>) =>
    api<Policy>("PUT", `${base}/policy`, policy, ifMatch(version)),
  teams: async () => (await get<{ teams: Team[] }>("/teams")).teams,
  changeTeam: (id: string, version: number, team: Record<string, unknown>) =>
    api<Team>("PUT", `${base}/teams/${seg(id)}`, team, ifMatch(version)),

  rounds: async () => (await get<{ rounds: Round[] }>("/rounds")).rounds,
  openRound: (month: string) => post<Round>("/rounds", { month }),
  round: (id: string) => get<RoundDetail>(`/rounds/${seg(id)}`),
  visits: async (id: string, filter: Record<string, string | null | undefined>) =>
    (await get<{ visits: Visit[] }>(`/rounds/${seg(id)}/visits${query(filter)}`)).visits,
  plan: (id: string, seconds: number, from: string | null) => post<{ job: string }>(`/rounds/${seg(id)}/plan`, { seconds, from }),
  job: (id: string) => get<Job>(`/jobs/${seg(id)}`),
  jobEvents: (id: string) => `${base}/jobs/${seg(id)}/events`,
  cancelJob: (id: string) => post<unknown>(`/jobs/${seg(id)}/cancel`),
  publish: (id: string, version: number) => post<Round>(`/rounds/${seg(id)}/publish`, {}, ifMatch(version)),
  lockVisit: (id: string, version: number, visit: string, locks: Locks) =>
    api<Visit>("PATCH", `${base}/rounds/${seg(id)}/visits/${seg(visit)}`, { locks }, ifMatch(version)),
  lockVisits: (id: string, version: number, scope: { team?: string; date?: string; lodging?: string }, locks: Locks) =>
    post<{ visits: number; version: number }>(`/rounds/${seg(id)}/locks`, { ...scope, locks }, ifMatch(version)),
  prices: (id: string, choice: { visit?: string | undefined; lodging?: string | undefined }) =>
    get<Prices>(`/rounds/${seg(id)}/prices${query(choice)}`),
  tryMove: (id: string, to: MoveTo) => post<TriedMove>(`/rounds/${seg(id)}/try-move`, to),
  move: (id: string, version: number, to: MoveTo, anyway: boolean) =>
    post<Moved>(`/rounds/${seg(id)}/move`, { ...to, anyway }, ifMatch(version)),
  relax: (id: string, version: number, lodging: string, index: number) =>
    post<Moved>(`/rounds/${seg(id)}/relax`, { lodging, index }, ifMatch(version)),
  undo: (id: string, version: number) => post<{ version: number; edit: PlanEdit }>(`/rounds/${seg(id)}/undo`, {}, ifMatch(version)),
  predictability: (id: string) => get<Predictability>(`/rounds/${seg(id)}/predictability`),
  replan: (id: string, events: ReplanEvent[], includeToday: boolean) =>
    post<{ job: string }>(`/rounds/${seg(id)}/replan`, { events, include_today: includeToday }),
  proposal: (id: string) => get<Proposal>(`/rounds/${seg(id)}/proposal`),
  acceptProposal: (id: string, version: number) => post<Round>(`/rounds/${seg(id)}/proposal/accept`, {}, ifMatch(version)),
  rejectProposal: (id: string) => post<void>(`/rounds/${seg(id)}/proposal/reject`, {}),
  rederive: (id: string) => post<{ job: string }>(`/rounds/${seg(id)}/rederive`, {}),
  coverage: async (id: string) => (await get<{ lodgings: CoverageRow[] }>(`/rounds/${seg(id)}/coverage`)).lodgings,

  overview: () => get<Overview>("/overview"),
  inspections: (filter: Record<string, string | number | null | undefined>) =>
    get<InspectionPage>(`/inspections${query(filter)}`),
  inspection: (id: string) => get<InspectionDetail>(`/inspections/${seg(id)}`),
  beritaAcara: (id: string) => `${base}/inspections/${seg(id)}/berita-acara.pdf`,
  attachment: (hash: string) => `${base}/attachments/${seg(hash)}`,
  findings: async (filter: Record<string, string | null | undefined>) =>
    (await get<{ findings: Finding[] }>(`/findings${query(filter)}`)).findings,
  notices: async () => (await get<{ notices: Notice[] }>("/notices")).notices,
  notice: (id: string) => exchange<NoticeDetail>("GET", `${base}/notices/${seg(id)}`),
  issueNotice: (id: string, version: number, number: string, perihal: string) =>
    post<NoticeDetail>(`/notices/${seg(id)}/issue`, { number, perihal }, ifMatch(version)),
  letter: (id: string) => `${base}/notices/${seg(id)}/letter.pdf`,

  quarantine: (filter: { state?: HeldState; after?: string | null; limit?: number } = {}) => get<HeldPage>(`/quarantine${query(filter)}`),
  held: (id: string) => get<HeldDetail>(`/quarantine/${seg(id)}`),
  retryHeld: (id: string, version: number, how: Retry) => post<HeldRecord>(`/quarantine/${seg(id)}/retry`, how, ifMatch(version)),
  closeHeld: (id: string, version: number, note: string) => post<HeldRecord>(`/quarantine/${seg(id)}/close`, { note }, ifMatch(version)),
  cases: (filter: { state?: Case["state"]; after?: string | null; limit?: number } = {}) => get<CasePage>(`/cases${query(filter)}`),
  decide: (id: string, version: number, keep: Keep, note: string) =>
    post<Case>(`/cases/${seg(id)}/decide`, note === "" ? { keep } : { keep, note }, ifMatch(version)),
  mergeLodging: (id: string, version: number, into: string) => post<Lodging>(`/lodgings/${seg(id)}/merge`, { into }, ifMatch(version)),
  roots: async (month: string) => (await get<{ roots: LedgerRoot[] }>(`/ledger/roots${query({ month })}`)).roots,
  pinCode: (device: string, officer: string, request: string) =>
    post<{ code: string }>(`/devices/${seg(device)}/pin-codes`, { officer, request }),
  readmit: (device: string) => post<Device>(`/devices/${seg(device)}/readmit`),

  beginBundle: (bytes: number) => post<BundleStanding>("/bundles", { bytes }),
  sendBundlePiece: (id: string, offset: number, piece: Blob) =>
    api<BundleStanding>("PATCH", `${base}/bundles/${seg(id)}`, piece, {
      headers: { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
    }),
  bundleStanding: (id: string) => get<BundleStanding>(`/bundles/${seg(id)}`),
  readBundle: (id: string) => post<BundleReport>(`/bundles/${seg(id)}/import`),
};

/** The version an If-Match needs: the member, or the number inside the ETag. 1 when neither is there. */
export function versionOf(version: number | undefined, etag: string | null): number {
  if (version !== undefined) return version;
  const found = /(\d+)/.exec(etag ?? "");
  return found ? Number(found[1]) : 1;
}
