// The few shapes of WeChat's component engine that the runtime touches.
import type { GeneralComponent } from 'glass-easel';

/** What app code knows as `this`. */
export interface Caller {
  _$: GeneralComponent;
  is: string;
  id: string;
  data: Record<string, unknown>;
  dataset: Record<string, unknown> | null;
  setData(data: Record<string, unknown>, callback?: () => void): void;
  triggerEvent(name: string, detail?: unknown, options?: Record<string, unknown>): void;
  selectComponent(selector: string): unknown;
  [member: string]: unknown;
}

/** The DOM element of a component; null for one with a virtual host. */
export function elementOf(component: GeneralComponent): HTMLElement | null {
  return (component.getBackendElement() ?? null) as HTMLElement | null;
}

/** Calls a page's or app's own function when it has one of that name. */
export function callOwn(owner: Record<string, unknown>, name: string, ...parameters: unknown[]): unknown {
  const own = owner[name];
  return typeof own === 'function' ? (own as (...all: unknown[]) => unknown).apply(owner, parameters) : undefined;
}
