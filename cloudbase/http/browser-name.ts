// What a person recognises her browser by, out of what it says of itself: 'Chrome · Windows'. Trusted for nothing.

const BROWSERS: readonly [name: string, sign: RegExp][] = [
  ['微信', /MicroMessenger\//], ['Edge', /Edg(e|A|iOS)?\//], ['Opera', /OPR\//], ['Firefox', /(Firefox|FxiOS)\//], ['Chrome', /(Chrome|CriOS)\//], ['Safari', /Version\/[\d.]+.*Safari\//],
];
const SYSTEMS: readonly [name: string, sign: RegExp][] = [['Windows', /Windows NT/], ['iPhone', /iPhone/], ['iPad', /iPad/], ['Android', /Android/], ['macOS', /Mac OS X/], ['ChromeOS', /CrOS/], ['Linux', /Linux/]];

/** Null for what is none of these. */
export function browserName(userAgent: string | undefined): string | null {
  const names = [BROWSERS, SYSTEMS].flatMap((known) => known.find(([, sign]) => sign.test(userAgent ?? ''))?.[0] ?? []);
  return names.length === 0 ? null : names.join(' · ');
}
