// The shapes of the bundles' calls in shared/wire/openapi.yaml.

export interface BundleStanding {
  id: string;
  offset: number;
}

interface Counts {
  in_file: number;
  received: number;
  known: number;
  refused: number;
  missing: number;
}

export interface BundleReport {
  device: string;
  device_name: string;
  made_at: string;
  app_version: string;
  revoked: boolean;
  whole: boolean;
  records: Counts & { held: number };
  photos: Counts & { bytes_received: number };
  held: { device: string; seq: number; code: string }[];
  refused: { device: string; first_seq: number; last_seq: number; code: string; message: string; expected_seq: number | null }[];
  photos_refused: { sha256: string; code: string }[];
  damage: { code: string; message: string; where: string } | null;
}
