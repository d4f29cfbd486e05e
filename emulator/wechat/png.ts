// Writes a PNG of palette colours, byte by byte: nothing the local world draws needs more.
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export type Colour = [red: number, green: number, blue: number];
export interface Drawing {
  /** Width and height, in pixels. */
  side: number;
  palette: Colour[];
  /** How solid each colour of the palette is, 0 to 255; all of them wholly where left out. */
  alpha?: number[];
  /** The palette's index of a pixel. */
  at(x: number, y: number): number;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Width, height, 8 bits, palette, and the standard's only compression, filter and interlace. */
function header(side: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(side, 0);
  data.writeUInt32BE(side, 4);
  data.set([8, 3], 8);
  return data;
}

/** Each row begins with its filter: none. */
function rows({ side, at }: Drawing): Buffer {
  const bytes = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) bytes[y * (side + 1) + 1 + x] = at(x, y);
  }
  return bytes;
}

export function drawPng(drawing: Drawing): Buffer {
  const transparency = drawing.alpha ? [chunk('tRNS', Buffer.from(drawing.alpha))] : [];
  return Buffer.concat([
    SIGNATURE, chunk('IHDR', header(drawing.side)), chunk('PLTE', Buffer.from(drawing.palette.flat())), ...transparency,
    chunk('IDAT', deflateSync(rows(drawing))), chunk('IEND', Buffer.alloc(0)),
  ]);
}
