// The channel between a page and the one it opened by navigateTo.

type Listener = (...values: unknown[]) => void;
export interface EventChannel {
  emit(name: string, ...values: unknown[]): void;
  on(name: string, listener: Listener): void;
  once(name: string, listener: Listener): void;
  off(name: string, listener?: Listener): void;
}

function halfOf(mine: Map<string, Listener[]>, theirs: Map<string, Listener[]>): EventChannel {
  const channel: EventChannel = {
    emit(name, ...values) { for (const listener of [...(theirs.get(name) ?? [])]) listener(...values); },
    on(name, listener) { mine.set(name, [...(mine.get(name) ?? []), listener]); },
    once(name, listener) {
      const once: Listener = (...values) => { channel.off(name, once); listener(...values); };
      channel.on(name, once);
    },
    off(name, listener) { mine.set(name, listener ? (mine.get(name) ?? []).filter((each) => each !== listener) : []); },
  };
  return channel;
}

/** What one half emits, the other hears. */
export function openChannel(): { opener: EventChannel; opened: EventChannel } {
  const [first, second] = [new Map<string, Listener[]>(), new Map<string, Listener[]>()];
  return { opener: halfOf(first, second), opened: halfOf(second, first) };
}
