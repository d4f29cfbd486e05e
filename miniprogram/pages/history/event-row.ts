// An event of the account in words that its owner understands.
import type { HistoryEvent } from '../../../contract/doors';
import type { AppId, Ms } from '../../../contract/reply';
import type { Words } from '../../i18n/dictionary';
import { exactMomentIn } from '../../i18n/moment';
import { modelOf } from '../devices/device-row';

export interface EventRow {
  /** Unlike every other row's. */
  key: string;
  title: string;
  /** What she should know or look into; '' where it is nothing of the kind. */
  warning: string;
  moment: string;
  /** Where it was done, as far as it is known. */
  place: string;
}

/** `before`: how many rows stand already; `ownApp`: of this mini program. */
export function eventRows(events: readonly HistoryEvent[], words: Words, now: Ms, ownApp: AppId, before: number): EventRow[] {
  return events.map((event, n) => ({
    key: String(before + n),
    title: words.history.kinds[event.kind] ?? words.history.other,
    warning: words.history.warnings[event.kind] ?? '',
    moment: exactMomentIn(words.devices.moment, event.at, now),
    place: [deviceOf(event, words), event.ipPrefix, event.appId === ownApp ? null : words.history.otherApp].filter(Boolean).join(' · '),
  }));
}

function deviceOf({ device }: HistoryEvent, words: Words): string | null {
  return device === null ? null : modelOf(device) || words.devices.platforms[device.platform];
}
