// A person's own WeChat picture as a phone hands it over: a PNG, drawn here in the colour of her portrait.
import { crc32, deflateSync } from 'node:zlib';
import type { PersonRecord } from '../ports';
import { hueOf } from './avatars';
import { isAnonymous } from './profile';

/** WeChat's size of a portrait. */
const SIDE = 132;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Indexes of the palette. */
const GROUND = 0;
const FIGURE = 1;

type Colour = [red: number, green: number, blue: number];
const WHITE: Colour = [255, 255, 255];
const GREY: Colour = [220, 220, 220];

/** hsl(hue 55% 45%), as her drawn portrait. */
function colourOf(person: string): Colour {
  const [saturation, lightness] = [0.55, 0.45];
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (shift: number) => {
    const at = (shift + hueOf(person) / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** A head above shoulders. */
function isFigure(x: number, y: number): boolean {
  const isHead = (x - 66) ** 2 + (y - 52) ** 2 <= 24 ** 2;
  const isShoulders = ((x - 66) / 48) ** 2 + ((y - 132) / 42) ** 2 <= 1;
  return isHead || isShoulders;
}

/** Each row begins with its filter: none. */
function rows(): Buffer {
  const bytes = Buffer.alloc(SIDE * (SIDE + 1));
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) bytes[y * (SIDE + 1) + 1 + x] = isFigure(x, y) ? FIGURE : GROUND;
  }
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Width, height, 8 bits, palette, and the standard's only compression, filter and interlace. */
function header(): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(SIDE, 0);
  data.writeUInt32BE(SIDE, 4);
  data.set([8, 3], 8);
  return data;
}

function draw(ground: Colour): Buffer {
  const palette = Buffer.from([...ground, ...WHITE]);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header()), chunk('PLTE', palette), chunk('IDAT', deflateSync(rows())), chunk('IEND', Buffer.alloc(0))]);
}

/** What she has without a portrait of her own is grey. */
export function pictureOf(person: PersonRecord): Buffer {
  return draw(isAnonymous(person) || person.avatarUrl === '' ? GREY : colourOf(person.name));
}
