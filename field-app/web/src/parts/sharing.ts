// Handing a paper to another app of this phone: a printer, a chat, a folder.

/** Whether this browser can hand over a PDF. */
export function canShare(): boolean {
  const probe = new File([], "probe.pdf", { type: "application/pdf" });
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [probe] });
}

/** A file's name without signs that a file system or a chat might refuse. */
export function fileName(...parts: readonly string[]): string {
  const plain = parts.join(" ").normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${plain.replace(/^-|-$/g, "")}.pdf`;
}

/** False when the officer changed their mind. Throws when the paper could not be read or handed over. */
export async function share(address: string, name: string, title: string): Promise<boolean> {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`the paper answered ${reply.status}`);
  const file = new File([await reply.blob()], name, { type: "application/pdf" });
  try {
    await navigator.share({ files: [file], title });
    return true;
  } catch (caught) {
    if (caught instanceof DOMException && caught.name === "AbortError") return false;
    throw caught;
  }
}
