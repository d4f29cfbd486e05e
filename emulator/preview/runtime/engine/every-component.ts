// What every page and component of the mini program gets from us: `ready`, and a selector query that knows this screen.
import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import { lendSelectorQuery } from '../wx/selector-query';
import type { Caller } from './caller';
import { queueReady } from './ready';

/** Must stand before any component is registered in the space. */
export function extendEveryComponent(space: CodeSpace): void {
  const lifetimes = {
    created(this: Caller) { lendSelectorQuery(this); },
    attached(this: Caller) { queueReady(this._$); },
  };
  const behavior = space.behavior().definition({ lifetimes } as never).register();
  // `_$` is the engine's behavior inside the adapter's; its declarations leave it out.
  space.setOverallBehavior((behavior as unknown as { _$: Parameters<CodeSpace['setOverallBehavior']>[0] })._$);
}
