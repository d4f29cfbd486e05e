// Draws a mini-program code. WeChat's is a flower that only WeChat reads; here it is a QR code, which every reader reads.
import jpeg from 'jpeg-js';
import { encode } from 'uqr';
import type { Colour } from '../png';
import { drawPng } from '../png';

export interface Picture { contentType: string; bytes: Buffer }
export interface Look { /** Pixels. */ width: number; colour: Colour; /** A ground that can be seen through, which only a PNG can have. */ transparent: boolean }

const WHITE: Colour = [255, 255, 255];
/** The quiet zone the standard asks for, in modules. */
const BORDER = 4;
const JPEG_QUALITY = 90;
const SOLID = 255;

/** Whether a pixel of the picture is dark. */
type Darkness = (x: number, y: number) => boolean;

/** Modules of whole pixels, in the middle. */
function darknessOf(content: string, width: number): Darkness {
  const { data, size } = encode(content, { ecc: 'M', border: BORDER });
  const module = Math.max(1, Math.floor(width / size));
  const margin = Math.floor((width - module * size) / 2);
  const at = (pixel: number) => Math.floor((pixel - margin) / module);
  return (x, y) => data[at(y)]?.[at(x)] ?? false;
}

function drawJpeg(width: number, colour: Colour, isDark: Darkness): Buffer {
  const data = Buffer.alloc(width * width * 4, SOLID);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) if (isDark(x, y)) data.set(colour, (y * width + x) * 4);
  }
  return jpeg.encode({ data, width, height: width }, JPEG_QUALITY).data;
}

export function draw(content: string, { width, colour, transparent }: Look): Picture {
  const isDark = darknessOf(content, width);
  if (!transparent) return { contentType: 'image/jpeg', bytes: drawJpeg(width, colour, isDark) };
  return { contentType: 'image/png', bytes: drawPng({ side: width, palette: [WHITE, colour], alpha: [0, SOLID], at: (x, y) => (isDark(x, y) ? 1 : 0) }) };
}
