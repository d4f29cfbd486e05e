// A signed-in device in the words its owner recognises it by.
import type { Device, SessionItem } from '../../../contract/doors';
import type { Ms, Opaque } from '../../../contract/reply';
import type { DeviceWords } from '../../i18n/devices';
import { momentIn } from '../../i18n/moment';

export interface DeviceRow {
  sessionId: Opaque;
  current: boolean;
  /** The drawing beside it. */
  shape: 'handheld' | 'computer';
  title: string;
  /** Platform and door, as far as the title does not say them. */
  kind: string;
  /** Masked, '' where unknown. */
  address: string;
  firstSignIn: string;
  lastUse: string;
}

/** This device first, then as the cloud orders them: newest use first. */
export function rowsOf(items: readonly SessionItem[], words: DeviceWords, now: Ms): DeviceRow[] {
  const thisOne = items.filter(({ current }) => current);
  const others = items.filter(({ current }) => !current);
  return [...thisOne, ...others].map((item) => rowOf(item, words, now));
}

function rowOf(item: SessionItem, words: DeviceWords, now: Ms): DeviceRow {
  const { device, door } = item;
  const platform = device === null ? words.unknownDevice : words.platforms[device.platform];
  const title = modelOf(device) || platform;
  return {
    sessionId: item.sessionId, current: item.current, shape: shapeOf(item), title,
    kind: (title === platform ? [words.doors[door]] : [platform, words.doors[door]]).join(' · '),
    address: item.ipPrefix ?? '',
    firstSignIn: momentIn(words.moment, item.createdAt, now), lastUse: momentIn(words.moment, item.lastUsedAt, now),
  };
}

// iOS tells 'iPhone 15 Pro<iPhone16,1>'; people know the first half.
export function modelOf(device: Device | null): string {
  return device === null ? '' : device.model.replace(/<[^<>]*>$/, '').trim();
}

function shapeOf({ device, door }: SessionItem): DeviceRow['shape'] {
  if (device === null || device.platform === 'other') return door === 'website' ? 'computer' : 'handheld';
  return device.platform === 'ios' || device.platform === 'android' ? 'handheld' : 'computer';
}
