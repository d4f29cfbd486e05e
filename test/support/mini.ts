// Mounts the phone's pages and components on WeChat's component simulator, straight from their TypeScript sources.
import fs from 'node:fs';
import path from 'node:path';
import simulate from 'miniprogram-simulate';

const ROOT = path.resolve(__dirname, '../../miniprogram');

/** What the simulator gives and its declarations leave out. */
export interface MiniNode {
  readonly dom: HTMLElement | undefined;
  readonly data: Record<string, unknown>;
  readonly instance: Record<string, ((...args: unknown[]) => unknown) | undefined>;
  querySelector(selector: string): MiniNode | undefined;
  querySelectorAll(selector: string): MiniNode[];
  dispatchEvent(name: string, options?: object): void;
  addEventListener(name: string, handler: (event: { detail: unknown }) => void): void;
  setData(data: Record<string, unknown>): void;
  attach(parent: HTMLElement): void;
  detach(): void;
}

export interface Mounted { node: MiniNode; host: HTMLElement }

/** Every template of the phone: the simulator compiles once per root, so the list must serve all loads of a test file. */
function templates(): string[] {
  return fs.readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wxml') && !file.startsWith('miniprogram_npm'));
}

function load(route: string): string {
  let id = '';
  // The simulator runs a script again by deleting it from require.cache, which jest ignores.
  jest.isolateModules(() => {
    id = simulate.load(path.join(ROOT, route), { rootPath: ROOT, compiler: 'official', compilerOptions: { wxmlList: templates(), wxsList: [] } });
  });
  return id;
}

export function mount(route: string, properties: Record<string, unknown> = {}): Mounted {
  const node = simulate.render(load(route), properties) as unknown as MiniNode;
  const host = document.createElement('div');
  document.body.appendChild(host);
  node.attach(host);
  return { node, host };
}

const opened: Mounted[] = [];

/** Opens a page as WeChat does; the module instances behind it are new, as after a restart. It is left when the test ends. */
export function open(route: string, query: Record<string, string> = {}): Mounted {
  const page = mount(route);
  opened.push(page);
  page.node.instance['onLoad']?.(query);
  page.node.instance['onShow']?.();
  page.node.instance['onReady']?.();
  return page;
}

// A page of an earlier test ticks no more: its countdown would run by the clock of a later one.
afterEach(() => { for (const page of opened.splice(0)) page.node.instance['onUnload']?.(); });

/** The simulator delivers events and renderings a turn later. */
export function settle(milliseconds = 10): Promise<void> {
  return simulate.sleep(milliseconds) as Promise<void>;
}

export async function tap(node: MiniNode | undefined): Promise<void> {
  if (!node?.dom) throw new Error('there is nothing to tap');
  node.dispatchEvent('tap');
  await settle();
}

/** The text of a node, found by its id on the page, or `null` where it is not shown. */
export function textOf(page: Mounted, id: string): string | null {
  return page.node.querySelector(`#${id}`)?.dom?.textContent ?? null;
}
