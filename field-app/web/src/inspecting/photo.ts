// A photo as the record keeps it: at most 1,600 px on its long edge, drawn anew and encoded as JPEG. Drawing anew is what
// removes the camera's metadata (place, owner, serial number).

export const longestEdge = 1600;
const mostBytes = 4 * 1024 * 1024;

export function fitted(width: number, height: number, edge = longestEdge): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  return pen;
}

/** The picture at the size that is kept. Throws when the file is no picture this browser can read. */
export async function pictureOf(file: Blob): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, fitted(bitmap.width, bitmap.height));
    penOf(canvas).drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    bitmap.close();
  }
}

/** Throws when it cannot be made small enough to be kept. */
export async function encode(canvas: HTMLCanvasElement): Promise<Blob> {
  for (const quality of [0.82, 0.7, 0.55]) {
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (jpeg && jpeg.size <= mostBytes) return jpeg;
  }
  throw new Error("too large");
}
