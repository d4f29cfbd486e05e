// A person's own WeChat picture as a phone hands it over: a PNG, drawn here in the colour of her portrait.
import type { PersonRecord } from '../ports';
import { hueOf } from './avatars';
import type { Colour } from './png';
import { drawPng } from './png';
import { isAnonymous } from './profile';

/** WeChat's size of a portrait. */
const SIDE = 132;
/** Indexes of the palette. */
const GROUND = 0;
const FIGURE = 1;

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

/** What she has without a portrait of her own is grey. */
export function pictureOf(person: PersonRecord): Buffer {
  const ground = isAnonymous(person) || person.avatarUrl === '' ? GREY : colourOf(person.name);
  return drawPng({ side: SIDE, palette: [ground, WHITE], at: (x, y) => (isFigure(x, y) ? FIGURE : GROUND) });
}
