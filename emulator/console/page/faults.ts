// Things that go wrong on purpose: set, seen at work, and taken away again.
import { type SetFault, world } from './api';
import { button, element, label } from './dom';
import { nothing, type Tab } from './tabs';

const UNTIL_REMOVED = { times: 0 };
const RECIPES = [
  { id: 'offline', chinese: '手机断网', english: 'Phone offline', fault: { target: 'phone', call: '*', kind: 'offline', ...UNTIL_REMOVED } },
  { id: 'slow-database', chinese: '数据库慢 40 ms', english: 'Slow database', fault: { target: 'database', call: '*', kind: 'delay', milliseconds: 40, ...UNTIL_REMOVED } },
  { id: 'slow-wechat', chinese: '微信慢 2 秒', english: 'Slow WeChat', fault: { target: 'wechat', call: '*', kind: 'delay', milliseconds: 2000, ...UNTIL_REMOVED } },
  { id: 'busy-wechat', chinese: '微信繁忙一次', english: 'WeChat busy once', fault: { target: 'wechat', call: '*', kind: 'errcode', errcode: -1 } },
  { id: 'crash', chinese: '函数崩溃一次', english: 'Function crashes once', fault: { target: 'function', call: '*', kind: 'crash' } },
] as const;

/** `attempt` runs what a button does and shows what went wrong. */
export function faultsTab(attempt: (work: () => Promise<unknown>) => void): Tab {
  const list = element('ul', { class: 'faults' });
  let shown = '';

  async function refresh(): Promise<void> {
    const { faults } = await world.faults();
    const text = JSON.stringify(faults);
    if (text === shown) return;
    shown = text;
    list.replaceChildren(...(faults.length === 0 ? [nothing('一切正常。', 'Nothing is set to fail.')] : faults.map(row)));
  }

  function thenRefresh(work: () => Promise<unknown>): void {
    attempt(async () => { await work(); await refresh(); });
  }

  function row(fault: SetFault): HTMLElement {
    const what = [fault.target, fault.call, fault.kind, fault.milliseconds === undefined ? '' : `${fault.milliseconds} ms`, fault.errcode ?? '', fault.person ?? ''].filter((part) => part !== '').join(' · ');
    return element('li', { class: 'fault', 'data-fault': String(fault.id) },
      element('code', {}, what),
      element('span', { class: 'fault__hits' }, `命中 ${fault.fired} / ${fault.seen}`),
      button(label('移除', 'Remove'), () => thenRefresh(() => world.removeFault(fault.id))));
  }

  const recipes = RECIPES.map(({ id, chinese, english, fault }) => button(label(chinese, english), () => thenRefresh(() => world.addFault(fault)), { 'data-add-fault': id }));
  const clear = button(label('全部清除', 'Clear all'), () => thenRefresh(world.removeFaults), { id: 'clear-faults' });
  return { id: 'faults', chinese: '故障', english: 'Faults', body: element('div', {}, element('div', { class: 'recipes' }, ...recipes, clear), list), refresh };
}
