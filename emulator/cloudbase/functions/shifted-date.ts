// The simulated clock inside a function's process: a `Date` that is the machine's plus an offset.

const MachineDate = Date;

/**
 * Replaces the global `Date`; call it before anything else is loaded.
 * The prototype stays the machine's own, so that instances made before and after are the same kind.
 * @returns sets the offset in milliseconds, which may go back
 */
export function installShiftedDate(): (offset: number) => void {
  let offset = 0;
  function now(): number {
    return MachineDate.now() + offset;
  }
  function ShiftedDate(...values: unknown[]): Date | string {
    if (new.target === undefined) return new MachineDate(now()).toString();
    // The usual case; Reflect.construct takes several times as long.
    if (new.target === ShiftedDate && values.length === 0) return new MachineDate(now());
    return Reflect.construct(MachineDate, values.length === 0 ? [now()] : values, new.target);
  }
  const hidden = { writable: true, enumerable: false, configurable: true };
  Object.defineProperties(ShiftedDate, {
    name: { value: 'Date', configurable: true },
    length: { value: MachineDate.length, configurable: true },
    prototype: { value: MachineDate.prototype, writable: false },
    now: { value: now, ...hidden },
    parse: { value: MachineDate.parse, ...hidden },
    UTC: { value: MachineDate.UTC, ...hidden },
  });
  Object.defineProperty(MachineDate.prototype, 'constructor', { value: ShiftedDate, ...hidden });
  Object.defineProperty(globalThis, 'Date', { value: ShiftedDate, ...hidden });
  return (next) => { offset = next; };
}
