// The floor table: what each part of the house may import. A path ends with '/' for a folder, without for one module.

export interface Floor {
  /** Which files stand on this floor. */
  holds: RegExp;
  values: string[];
  /** May be imported by `import type` as well. */
  types: string[];
  packages: string[];
  /** `node:` modules; null: all. */
  builtins: string[] | null;
  /** What to do instead. */
  advice: string;
}

const WALL_VALUES = ['auth/ids', 'auth/result'];

/** The first floor that holds a file is its floor. */
export const FLOORS: Floor[] = [
  { holds: /^contract\//, values: [], types: ['contract/'], packages: [], builtins: [], advice: 'contract holds words that phone, browser and cloud share; it imports nothing from the other floors' },
  { holds: /^auth\//, values: ['auth/'], types: ['contract/'], packages: ['jsonwebtoken'], builtins: ['node:crypto'], advice: 'auth holds rules; what it needs from the world arrives through auth/ports.ts' },
  { holds: /^wechat\//, values: ['wechat/', ...WALL_VALUES], types: ['auth/', 'contract/'], packages: ['valibot'], builtins: ['node:https', 'node:http', 'node:crypto'], advice: 'wechat is the client of WeChat\'s API; of auth it knows ids, results and types' },
  { holds: /^cloudbase\//, values: ['cloudbase/', ...WALL_VALUES], types: ['auth/', 'contract/'], packages: ['wx-server-sdk', 'valibot', 'hono'], builtins: null, advice: 'cloudbase implements auth\'s ports; decisions belong in auth, WeChat\'s API in wechat' },
  { holds: /^cloudfunctions\/[^/]+\.ts$/, values: ['auth/', 'wechat/', 'cloudbase/', 'cloudfunctions/wiring', 'cloudfunctions/ask-centre'], types: ['contract/'], packages: [], builtins: [], advice: 'wiring joins auth, wechat and cloudbase, and nothing else' },
  { holds: /^cloudfunctions\/[^/]+\//, values: ['auth/', 'cloudbase/', 'cloudfunctions/wiring', 'cloudfunctions/centre', 'cloudfunctions/web-wiring', 'cloudfunctions/scan-wiring', '(own folder)'], types: ['contract/'], packages: [], builtins: [], advice: 'a door reads the call, asks auth and answers; it reaches WeChat and the cloud through cloudfunctions/wiring.ts and knows no other door' },
  { holds: /^miniprogram\//, values: ['miniprogram/'], types: ['contract/'], packages: ['tdesign-miniprogram'], builtins: [], advice: 'the phone knows the cloud by contract\'s types alone and reaches it through miniprogram/services' },
  { holds: /^clients\/[^/]+\//, values: ['(own folder)'], types: ['contract/'], packages: [], builtins: null, advice: 'a client is published apart: it knows the cloud by contract\'s types alone and brings all it needs' },
  { holds: /^web\/[^/]+\//, values: ['(own folder)'], types: ['contract/'], packages: [], builtins: [], advice: 'a page knows the cloud by contract\'s types alone, and loads the built client as a site does' },
  { holds: /^emulator\/world\//, values: ['emulator/'], types: [], packages: ['*'], builtins: null, advice: 'a local world that imports what it tests agrees with it by construction; doors are loaded as built files' },
  { holds: /^emulator\/ports\.ts$/, values: [], types: [], packages: [], builtins: [], advice: 'what the rooms lend each other depends on none of them' },
  { holds: /^emulator\/[^/]+\//, values: ['emulator/ports', '(own folder)'], types: [], packages: ['*'], builtins: null, advice: 'a room of the local world knows itself and emulator/ports.ts; emulator/world composes the rooms, and none imports the product' },
  { holds: /^test\//, values: ['*'], types: ['*'], packages: ['*'], builtins: null, advice: '' },
];

export const floorOf = (file: string): Floor | null => FLOORS.find((floor) => floor.holds.test(file)) ?? null;
