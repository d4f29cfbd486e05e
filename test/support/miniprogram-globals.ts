// Gives the component simulator the globals a mini program has and it lacks: App, Page, getApp, getCurrentPages.
import 'miniprogram-simulate';

type Options = Record<string, unknown>;

const world = globalThis as unknown as Options;
const NOT_METHODS = new Set(['data', 'options', 'behaviors', 'observers', 'properties']);

/** A page becomes a component: its functions methods, its data data. The test calls onLoad and onShow itself. */
function page(options: Options): void {
  const methods: Options = {};
  const definition: Options = { methods };
  for (const [key, value] of Object.entries(options)) {
    if (NOT_METHODS.has(key)) definition[key] = value;
    else if (typeof value === 'function') methods[key] = value;
  }
  (world['Component'] as (definition: Options) => void)(definition);
}

let app: Options = {};
world['Page'] = page;
world['App'] = (options: Options) => { app = options; };
world['getApp'] = () => app;
world['getCurrentPages'] = () => [];
