// Which of the two things that lie over every screen is open, and which inspection it belongs to.

class Ui {
  emergency = $state(false);
  /** The sync sheet; "export" opens it at the export. */
  sync = $state<boolean | "export">(false);
  /** The inspection on screen, if any: an emergency referral is recorded there. */
  inspection = $state<string | undefined>(undefined);
}

export const ui = new Ui();
