// Sets up WeChat's component engine for one compiled mini program and makes its pages.
import * as glassEasel from 'glass-easel';
import { type AssociatedBackend, type CodeSpace, MiniProgramEnv, type Root } from 'glass-easel-miniprogram-adapter';
import { type CompiledComponent, type CompiledPackage, isOfPackage } from '../../package-format';
import { BUILTIN_TAGS } from '../../surface';
import { registerBuiltins } from '../builtins/table';
import { createBackend } from './backend';
import type { Caller } from './caller';
import { accepted, type Definition } from './definitions';
import { extendEveryComponent } from './every-component';
import { openModules, type PhoneGlobals } from './modules';

const PAGE_ROOT = 'page-root';

export interface Engine {
  /** Defines app.js and every component, in order. */
  load(): void;
  createPage(path: string): Root;
}

interface Registration { Page(definition: Definition): void; Component(definition: Definition): void; Behavior(definition: Definition): unknown }

function configure(): void {
  // WXML ids and class prefixes reach the document; a property named `data` must not hide the component's own.
  glassEasel.globalOptions.writeExtraInfoToAttr = true;
  glassEasel.globalOptions.writeFieldsToNode = false;
  // What the engine advises about a package's templates is nothing that the mini program's author could mend.
  glassEasel.addGlobalWarningListener((_, where) => (isOfPackage(typeof where === 'string' ? where : where.is) ? false : undefined));
}

function knownTags(program: CompiledPackage): Set<string> {
  return new Set([PAGE_ROOT, ...BUILTIN_TAGS, ...program.components.flatMap(({ config }) => [...Object.keys(config.usingComponents), ...Object.keys(config.componentGenerics ?? {})])]);
}

/** What Page, Component and Behavior mean while one component's script runs. */
function registrationFor(space: CodeSpace, path: string, registered: () => void): Registration {
  return {
    Page(definition) { space.component(path).pageDefinition(accepted(space, definition) as never).register(); registered(); },
    Component(definition) { space.component(path).definition(accepted(space, definition) as never).register(); registered(); },
    Behavior: (definition) => space.behavior().definition(accepted(space, definition) as never).register(),
  };
}

function describe(space: CodeSpace, component: CompiledComponent, templates: ReturnType<CompiledPackage['templates']>): void {
  const { path, isPage, scope, config } = component;
  // A page's json may say "component": true, which would isolate its styles: its role decides.
  space.addComponentStaticConfig(path, { ...config, component: !isPage } as Parameters<CodeSpace['addComponentStaticConfig']>[1]);
  space.addStyleSheet(path, undefined, scope);
  const content = templates[path];
  if (content) space.addCompiledTemplate(path, { groupList: templates, content, fallbackListenerOnNativeNode: true } as Parameters<CodeSpace['addCompiledTemplate']>[1]);
}

type LentGlobals = Pick<PhoneGlobals, 'wx' | 'App' | 'getApp' | 'getCurrentPages'>;

export function openEngine(program: CompiledPackage, lent: LentGlobals): Engine {
  configure();
  const environment = new MiniProgramEnv();
  const space = environment.createCodeSpace('app', true);
  registerBuiltins(environment.getGlobalCodeSpace(), space);
  extendEveryComponent(space);
  const backend: AssociatedBackend = environment.associateBackend(createBackend(knownTags(program)));
  let current: Registration | null = null;

  function registering(what: keyof Registration) {
    return (definition: Definition = {}) => {
      const registration = current ?? (what === 'Behavior' ? registrationFor(space, '', () => undefined) : null);
      if (!registration) throw new Error(`${what} is called outside of a page's or component's script`);
      return registration[what](definition);
    };
  }
  const load = openModules(program.modules, { ...lent, Page: registering('Page'), Component: registering('Component'), Behavior: registering('Behavior') });

  function loadComponent(component: CompiledComponent): void {
    let done = false;
    current = registrationFor(space, component.path, () => { done = true; });
    if (component.script) load(component.script);
    if (!done) current.Component({});
    current = null;
  }

  return {
    load() {
      const templates = program.templates();
      if (program.appScript) load(program.appScript);
      for (const component of program.components) { describe(space, component, templates); loadComponent(component); }
    },
    createPage: (path) => backend.createRoot(PAGE_ROOT, space, path),
  };
}

/** The page as app code sees it. */
export function callerOf(root: Root): Caller {
  return root.get() as unknown as Caller;
}
