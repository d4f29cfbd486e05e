// What the functions wrote to their logs, newest below.
import { type LogLine, world } from './api';
import { element, timeOf } from './dom';
import { nothing, type Tab } from './tabs';

const SHOWN_LINES = 500;

export function logsTab(): Tab & { clear(): void } {
  const body = element('div', { class: 'logs' });
  let last = 0;

  function clear(): void {
    last = 0;
    body.replaceChildren(nothing('函数还没有写日志。', 'No function has logged yet.'));
  }

  async function refresh(): Promise<void> {
    const { lines } = await world.logs(last);
    if (lines.length === 0) return;
    if (last === 0) body.replaceChildren();
    last = lines[lines.length - 1]?.id ?? last;
    body.append(...lines.map(row));
    while (body.childElementCount > SHOWN_LINES) body.firstElementChild?.remove();
    body.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }

  clear();
  return { id: 'logs', chinese: '日志', english: 'Logs', body, refresh, clear };
}

function row(line: LogLine): HTMLElement {
  return element('div', { class: `log log--${line.stream}`, 'data-log': String(line.id), title: line.invocation },
    element('time', {}, timeOf(line.at)), element('strong', {}, line.function), element('code', {}, line.text));
}
