// The mini program as a whole: App(), getApp(), and wx.onAppShow and its kin.
import { callOwn } from '../engine/caller';

type Listener = (detail: unknown) => void;
const EVENTS = ['AppShow', 'AppHide', 'Error', 'UnhandledRejection'] as const;
export type AppEvent = (typeof EVENTS)[number];

export interface RunningApp {
  App(definition: Record<string, unknown>): void;
  getApp(): Record<string, unknown> | undefined;
  /** Calls the app's own function and those that listen. */
  tell(event: AppEvent, detail: unknown): void;
  launch(detail: unknown): void;
  listening: Record<`on${AppEvent}` | `off${AppEvent}`, (listener?: Listener) => void>;
}

const OWN: Record<AppEvent, string> = { AppShow: 'onShow', AppHide: 'onHide', Error: 'onError', UnhandledRejection: 'onUnhandledRejection' };

export function openApp(): RunningApp {
  let app: Record<string, unknown> | undefined;
  const listeners = new Map<AppEvent, Set<Listener>>(EVENTS.map((event) => [event, new Set()]));
  const listening = Object.fromEntries(EVENTS.flatMap((event) => [
    [`on${event}`, (listener?: Listener) => { if (listener) listeners.get(event)?.add(listener); }],
    [`off${event}`, (listener?: Listener) => { if (listener) listeners.get(event)?.delete(listener); else listeners.get(event)?.clear(); }],
  ])) as RunningApp['listening'];
  return {
    App(definition) { app = definition; },
    getApp: () => app,
    tell(event, detail) {
      if (app) callOwn(app, OWN[event], detail);
      for (const listener of [...(listeners.get(event) ?? [])]) listener(detail);
    },
    launch(detail) { if (app) callOwn(app, 'onLaunch', detail); },
    listening,
  };
}
