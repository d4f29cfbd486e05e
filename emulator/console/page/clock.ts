// The simulated clock: what time it is there, and buttons that move it on.
import { world } from './api';
import { button, element, held, label } from './dom';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const STEPS = [
  { chinese: '+15 分钟', english: '15 min', seconds: 15 * MINUTE },
  { chinese: '+1 天', english: '1 day', seconds: DAY },
  { chinese: '+15 天', english: '15 days', seconds: 15 * DAY },
  { chinese: '+30 天', english: '30 days', seconds: 30 * DAY },
] as const;

export interface ClockView { refresh(): Promise<void>; tick(): void }

/** `attempt` runs what a button does and shows what went wrong. */
export function openClock(attempt: (work: () => Promise<unknown>) => void): ClockView {
  const face = element('time', { class: 'clock__face', id: 'now' });
  let offset = 0;

  function tick(): void {
    face.textContent = new Date(Date.now() + offset).toLocaleString('zh-CN', { hour12: false });
  }
  function set(now: number): void {
    offset = now - Date.now();
    tick();
  }
  const steps = STEPS.map(({ chinese, english, seconds }) =>
    button(label(chinese, english), () => attempt(async () => set((await world.advance(seconds)).now)), { 'data-advance': String(seconds) }));
  held('clock').append(face, element('div', { class: 'clock__steps' }, ...steps));
  return { refresh: async () => set((await world.clock()).now), tick };
}
