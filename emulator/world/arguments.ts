// The command line of the local world, and where it refuses to run.

export interface Arguments {
  json: boolean;
  port: number;
  data: string;
  fresh: boolean;
  seed: string | null;
  /** Variables of the functions. */
  env: Record<string, string>;
  open: boolean;
  sync: boolean;
  /** Timers run only when the clock is moved. */
  still: boolean;
  /** Null: the project's own. */
  miniprogram: string | null;
}

export const DEFAULT_PORT = 5180;

/** One sentence for stderr. */
export class BadArgument extends Error {}

type Reader = (into: Arguments, value: string) => void;

const FLAGS: Record<string, (into: Arguments) => void> = {
  '--json': (into) => { into.json = true; },
  '--fresh': (into) => { into.fresh = true; },
  '--open': (into) => { into.open = true; },
  '--sync': (into) => { into.sync = true; },
  '--still': (into) => { into.still = true; },
};

const OPTIONS: Record<string, Reader> = {
  '--port': (into, value) => { into.port = portOf(value); },
  '--data': (into, value) => { into.data = value; },
  '--seed': (into, value) => { into.seed = value; },
  '--miniprogram': (into, value) => { into.miniprogram = value; },
  '--env': (into, value) => { Object.assign(into.env, variableOf(value)); },
};

/** Asked for anywhere, it is all that is done. */
export function wantsHelp(words: string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}

export const USAGE = `
  用法 Usage: npm start -- [选项 options]

    --port N            监听的端口，0 为任意  the port, 0 for any (${DEFAULT_PORT})
    --data DIR          数据目录              where the world is kept (.local)
    --fresh             从头开始              forgets what was kept
    --seed FILE         初始的人、应用和文档  people, apps and documents to begin with (JSON)
    --env NAME=VALUE    云函数的环境变量      a variable of the functions; may be repeated
    --miniprogram DIR   另一个小程序          another mini program for the phones
    --sync              每次提交都落盘        every commit waits for the disk
    --still             定时器只随拨动的时钟  timers run only when the clock is moved
    --open              打开浏览器            opens the browser
    --json              供程序读取的一行      one line for programs: {"ready":true,"url":…,"pid":…}
    --help, -h          本说明                this

  工作台在 /，手机在 /phone?person=alice；详见 emulator/README.md。
  The workbench is at /, a phone at /phone?person=alice; more in emulator/README.md.
`;

/** @throws BadArgument */
export function readArguments(words: string[]): Arguments {
  const read: Arguments = { json: false, port: DEFAULT_PORT, data: '.local', fresh: false, seed: null, env: {}, open: false, sync: false, still: false, miniprogram: null };
  const rest = words.flatMap((word) => (/^--[a-z]+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const flag = FLAGS[word];
    const option = OPTIONS[word];
    if (flag) flag(read);
    else if (option) option(read, valueAfter(word, rest.shift()));
    else throw new BadArgument(`unknown argument ${word}: known are ${[...Object.keys(FLAGS), ...Object.keys(OPTIONS), '--help'].join(' ')}`);
  }
  return read;
}

function valueAfter(word: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new BadArgument(`${word} needs a value after it`);
  return value;
}

function portOf(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65_535) throw new BadArgument(`--port ${value}: a port is a number from 0 to 65535`);
  return port;
}

function variableOf(value: string): Record<string, string> {
  const [, name, content] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(value) ?? [];
  if (name === undefined || content === undefined) throw new BadArgument(`--env ${value}: write --env NAME=VALUE`);
  return { [name]: content };
}

/** The first sign that this is a real environment, where a pretended WeChat must never run; null: none. */
export function productionMarker(environment: NodeJS.ProcessEnv): string | null {
  if (environment['NODE_ENV'] === 'production') return 'NODE_ENV=production';
  return Object.keys(environment).find((name) => name === 'TENCENTCLOUD_RUNENV' || name === 'TCB_ENV' || name.startsWith('SCF_')) ?? null;
}
