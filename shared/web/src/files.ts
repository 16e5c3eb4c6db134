// A file from the server, kept on this device or handed to another app. The page waits for the whole file first, so that
// it can say how it went instead of leaving that to the browser.

import { Problem, problemOf, wire } from "./api.ts";

export interface Fetched {
  name: string;
  blob: Blob;
}

/** The name a `Content-Disposition` gives; the part after the last slash when there is none. */
export function nameOf(disposition: string | null, path: string): string {
  const found = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(disposition ?? "")?.[1];
  if (found) {
    try {
      return decodeURIComponent(found).replace(/[/\\]/g, "-");
    } catch {
      return found.replace(/[/\\]/g, "-");
    }
  }
  return path.split("?")[0]?.split("/").at(-1) || "ronda";
}

/** Reads a whole file. Throws Problem. */
export async function download(path: string): Promise<Fetched> {
  let response: Response;
  try {
    response = await fetch(wire.base + path, { headers: wire.headers(), credentials: "same-origin" });
  } catch {
    const problem = new Problem("unreachable", 0);
    wire.onProblem(problem);
    throw problem;
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    wire.onProblem(problem);
    throw problem;
  }
  try {
    return { name: nameOf(response.headers.get("content-disposition"), path), blob: await response.blob() };
  } catch {
    throw new Problem("truncated", response.status);
  }
}

/** Puts the file where the browser keeps downloads. */
export function keepFile({ name, blob }: Fetched): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the address after this turn; a minute is ample and the memory is given back.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const asFile = ({ name, blob }: Fetched): File => new File([blob], name, { type: blob.type || "application/octet-stream" });

/** Can this device hand such a file to another app (WhatsApp, mail, Bluetooth)? */
export function canShare(file: Fetched): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [asFile(file)] });
}

/** Opens the share sheet. False when the person closed it or the device refused. */
export async function shareFile(file: Fetched): Promise<boolean> {
  try {
    await navigator.share({ files: [asFile(file)], title: file.name });
    return true;
  } catch {
    return false;
  }
}
