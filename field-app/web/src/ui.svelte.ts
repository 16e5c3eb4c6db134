// Which of the two things that lie over every screen is open, and which inspection it belongs to.

class Ui {
  emergency = $state(false);
  sync = $state(false);
  /** What the sync sheet shows when it comes up. */
  syncView = $state<"summary" | "file">("summary");
  /** The inspection on screen, if any: an emergency referral is recorded there. */
  inspection = $state<string | undefined>(undefined);
}

export const ui = new Ui();
