// Small state of the frame: is the narrow screen's menu open, what waits behind a rail item.

class Frame {
  menu = $state(false);
  /** Records held in quarantine: the badge on Pemeriksaan. */
  held = $state(0);
}

export const frame = new Frame();
