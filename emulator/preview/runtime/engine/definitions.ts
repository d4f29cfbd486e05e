// Bridges what WeChat accepts in Component, Page and Behavior and the engine's adapter does not.
import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import { NotEmulated } from '../not-emulated';
import type { Caller } from './caller';

export type Definition = Record<string, unknown>;

/** `wx://…` behaviors by name. */
function namedBehavior(space: CodeSpace, name: string): unknown {
  // Its wish, that a <button form-type> inside submits the form outside, is granted to every button here.
  if (name === 'wx://form-field-button') return space.behavior().definition({}).register();
  if (name === 'wx://form-field') return space.behavior().definition({ properties: { name: String, value: null } } as never).register();
  throw new NotEmulated(`behaviors: ['${name}']`);
}

function withBehaviors(space: CodeSpace, definition: Definition): Definition {
  const { behaviors } = definition;
  if (!Array.isArray(behaviors)) return definition;
  return { ...definition, behaviors: behaviors.map((each: unknown) => (typeof each === 'string' ? namedBehavior(space, each) : each)) };
}

/** `observer: 'onChange'` names a method. */
function withNamedObservers(definition: Definition): Definition {
  const properties = Object.entries((definition['properties'] ?? {}) as Record<string, unknown>).map(([name, property]) => {
    const observer = (property as { observer?: unknown } | null)?.observer;
    if (typeof observer !== 'string') return [name, property];
    return [name, { ...(property as object), observer(this: Caller, ...values: unknown[]) { (this[observer] as (...all: unknown[]) => void)(...values); } }];
  });
  return definition['properties'] ? { ...definition, properties: Object.fromEntries(properties) as unknown } : definition;
}

// The class prefixes are fixed when the style sheet is built, so isolation is read from the json alone.
function refuseIsolationInScript(definition: Definition): void {
  const options = definition['options'] as { styleIsolation?: string; addGlobalClass?: boolean } | undefined;
  if (options?.styleIsolation || options?.addGlobalClass) throw new NotEmulated('options.styleIsolation in a script: write "styleIsolation" into the component\'s json');
}

export function accepted(space: CodeSpace, definition: Definition): Definition {
  refuseIsolationInScript(definition);
  return withNamedObservers(withBehaviors(space, definition));
}
