// Runs the mini program's modules: each once, with a phone's globals in place of a browser's.
import type { CompiledPackage } from '../../package-format';
import { PhoneDate } from '../clock';

export interface PhoneGlobals {
  wx: unknown;
  App: unknown;
  Page: unknown;
  Component: unknown;
  Behavior: unknown;
  getApp: unknown;
  getCurrentPages: unknown;
}

interface Module { exports: unknown }

/** Returns `require` for a module's path in the package. */
export function openModules(modules: CompiledPackage['modules'], globals: PhoneGlobals): (file: string) => unknown {
  const loaded = new Map<string, Module>();
  const shared: Record<string, unknown> = {};

  function requireFrom(file: string, request: string): unknown {
    const target = modules[file]?.requires[request];
    if (!target) throw new Error(`module '${request}' is not defined, require args is '${request}' (in ${file})`);
    return load(target);
  }

  function load(file: string): unknown {
    const known = loaded.get(file);
    if (known) return known.exports;
    const source = modules[file];
    if (!source) throw new Error(`module '${file}' is not defined`);
    const module: Module = { exports: {} };
    loaded.set(file, module);
    const { wx, App, Page, Component, Behavior, getApp, getCurrentPages } = globals;
    // In the order of MODULE_PARAMETERS in emit.ts; every further parameter is undefined.
    source.load((request: string) => requireFrom(file, request), module, module.exports, wx, App, Page, Component, Behavior, getApp, getCurrentPages, PhoneDate, shared, shared);
    return module.exports;
  }
  return load;
}
