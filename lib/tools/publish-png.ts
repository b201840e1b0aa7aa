import { crc32, deflateSync } from "node:zlib";

/** Pixels of a picture. */
export interface Pixels {
  width: number;
  height: number;
  /** width * height * 4 bytes: red, green, blue, opacity; rows from the top */
  rgba: Uint8Array;
}

/** Colours that look alike, with how often each occurs. */
interface Box {
  colours: { colour: number; count: number }[];
  /** bits that `colour` is shifted by to reach the channel that varies most */
  shift: number;
  /** how far that channel varies, 0 to 255 */
  spread: number;
  /** which box to divide first */
  weight: number;
}

const CHANNELS = [16, 8, 0];

/**
 * Encodes an opaque picture as a PNG with a palette of at most 256 colours,
 * a quarter of the usual size for a plot.
 *
 * Pictures with up to 256 colours are kept exactly; of others the colours
 * that look alike are joined (median cut).
 * @param pixels the picture; its opacity is ignored
 * @returns the bytes of a .png file
 * @throws if the number of bytes does not fit the width and height
 */
export function encodePng(pixels: Pixels): Buffer {
  const { width, height, rgba } = pixels;
  if (rgba.length !== width * height * 4) {
    throw new Error(
      `encodePng: a picture of ${width} x ${height} must have ` +
        `${width * height * 4} bytes; got ${rgba.length}.`,
    );
  }
  const boxes = divide(countColours(rgba));
  const place = new Map<number, number>();
  for (const [index, box] of boxes.entries()) {
    for (const { colour } of box.colours) place.set(colour, index);
  }
  const rows = Buffer.alloc((width + 1) * height); // 0 before a row: no filter
  for (let i = 0; i < width * height; i++) {
    const row = Math.floor(i / width);
    rows[row + i + 1] = place.get(colourAt(rgba, i)) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits a pixel, each the place in a palette
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(boxes.flatMap(paletteEntry))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function colourAt(rgba: Uint8Array, i: number): number {
  const [red = 0, green = 0, blue = 0] = rgba.subarray(4 * i, 4 * i + 3);
  return (red << 16) | (green << 8) | blue;
}

function countColours(rgba: Uint8Array): Box {
  const counts = new Map<number, number>();
  for (let i = 0; i < rgba.length / 4; i++) {
    const colour = colourAt(rgba, i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return toBox([...counts].map(([colour, count]) => ({ colour, count })));
}

function toBox(colours: Box["colours"]): Box {
  let [spread, shift] = [0, 0];
  for (const candidate of CHANNELS) {
    let [low, high] = [255, 0];
    for (const { colour } of colours) {
      const value = (colour >> candidate) & 255;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (high - low > spread) [spread, shift] = [high - low, candidate];
  }
  const pixels = colours.reduce((sum, { count }) => sum + count, 0);
  // The square root, so that large areas do not take all entries.
  return { colours, shift, spread, weight: spread * Math.sqrt(pixels) };
}

function divide(all: Box): Box[] {
  const boxes = [all];
  while (boxes.length < 256) {
    boxes.sort((a, b) => b.weight - a.weight);
    const [box] = boxes;
    if (!box || box.spread === 0) break;
    const value = (colour: number): number => (colour >> box.shift) & 255;
    const values = box.colours.map(({ colour }) => value(colour));
    const middle = values.reduce((a, b) => Math.min(a, b)) + box.spread / 2;
    boxes.splice(
      0,
      1,
      toBox(box.colours.filter(({ colour }) => value(colour) <= middle)),
      toBox(box.colours.filter(({ colour }) => value(colour) > middle)),
    );
  }
  return boxes;
}

/** The box's main colour if one rules, or else the mean. */
function paletteEntry(box: Box): number[] {
  const pixels = box.colours.reduce((sum, { count }) => sum + count, 0);
  const main = box.colours.find(({ count }) => count > pixels / 2);
  return CHANNELS.map((shift) => {
    if (main) return (main.colour >> shift) & 255;
    const sum = box.colours.reduce(
      (total, { colour, count }) => total + ((colour >> shift) & 255) * count,
      0,
    );
    return Math.round(sum / pixels);
  });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
