// Reads QR codes from a picture: the browser's own reader where there is one, else a decoder that is loaded only then.

type Picture = HTMLVideoElement | ImageBitmap;
export type Reader = (picture: Picture) => Promise<string | undefined>;

interface Detector {
  detect(source: Picture): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const sizeOf = (picture: Picture): [number, number] =>
  "videoWidth" in picture ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];

/** Rejects when the decoder cannot be had now. */
export async function openReader(): Promise<Reader> {
  const { BarcodeDetector: own } = globalThis as { BarcodeDetector?: DetectorClass };
  if (own && (await own.getSupportedFormats()).includes("qr_code")) {
    const detector = new own({ formats: ["qr_code"] });
    return async (picture) => (await detector.detect(picture))[0]?.rawValue;
  }
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  return async (picture) => {
    const [width, height] = sizeOf(picture);
    if (!paint || width === 0) return undefined;
    canvas.width = width;
    canvas.height = height;
    paint.drawImage(picture, 0, 0);
    try {
      return decodeQR(paint.getImageData(0, 0, width, height));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

/** Long enough for every module of the largest code on our papers, short enough to be read at once. */
const longest = 1600;

/** What stands in a photo of a code; undefined when nothing can be read. */
export async function readPhoto(file: Blob, read: Reader): Promise<string | undefined> {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(whole.width, whole.height));
  const picture =
    scale === 1 ? whole : await createImageBitmap(whole, { resizeWidth: Math.round(whole.width * scale), resizeQuality: "high" });
  return read(picture);
}
