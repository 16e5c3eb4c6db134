// "access" of GET /api/state: who may open this device, and whether it is open.

import type { EmergencyNumber, Prefs } from "../wire.ts";

export interface AtDoor {
  id: string;
  /** Empty before the first pull. */
  name: string;
  rank: string;
  /** The one this device is enrolled for. */
  owner: boolean;
  pin: boolean;
  /** Wrong tries in a row, and the seconds until the next one is heard. */
  wrong: number;
  wait_s: number;
}

export interface Access {
  locked: boolean;
  /** False until the first PIN was chosen on this device. */
  pin_set: boolean;
  officer_id: string | null;
  lock_after_min: number;
  lock_on_hide: boolean;
  officers: AtDoor[];
}

/** All that the state tells while the device is locked. */
export interface Locked {
  enrolled: true;
  app_version: string;
  now: string;
  access: Access & { locked: true };
  unit: { name: string; zone: string; zone_label: string };
  emergency: EmergencyNumber[];
  prefs: Prefs;
}

export interface PinRequest {
  officer_id: string;
  request: string;
  device: string;
}
