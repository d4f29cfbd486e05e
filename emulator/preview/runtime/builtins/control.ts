// How a built-in component is written: properties, what the DOM shows of them, and what it tells the page.
import type { GeneralComponent } from 'glass-easel';
import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { BuiltinTag } from '../../surface';
import { type Caller, elementOf } from '../engine/caller';
import { NotEmulated } from '../not-emulated';

/** One instance, as its builtin sees it. */
export interface Control {
  readonly host: HTMLElement;
  readonly component: GeneralComponent;
  get(property: string): unknown;
  text(property: string): string;
  is(property: string): boolean;
  /** Changes a property from the inside (a typed text, a flipped switch); `model:` bindings follow. */
  set(property: string, value: unknown): void;
  tell(event: string, detail: unknown, options?: { bubbles?: boolean; composed?: boolean }): void;
}

export interface Builtin {
  tag: BuiltinTag;
  /** Name → value when it is not given; its type is the property's type. */
  properties: Record<string, string | number | boolean | null | readonly unknown[]>;
  /** Properties that are known and not built: giving one another value than its default throws its name. */
  refused?: readonly string[];
  /** Once, before anything is shown. */
  create?(control: Control): void;
  /** After creation and whenever a property changed. */
  show?(control: Control): void;
  /** Once, when the node stands in the document. */
  attach?(control: Control): void;
  detach?(control: Control): void;
  tap?(control: Control): void;
  /** A form control: what a form reads, and what reset does. */
  field?: { value(control: Control): unknown; reset(control: Control): void };
}

const ARIA = ['role', 'label', 'hidden', 'checked', 'disabled', 'selected', 'expanded', 'live', 'labelledby', 'describedby'];
const controls = new WeakMap<Element, { control: Control; builtin: Builtin }>();

/** The control that a DOM element hosts. */
export function controlAt(element: Element): { control: Control; builtin: Builtin } | null {
  return controls.get(element) ?? null;
}

function propertyType(value: Builtin['properties'][string]): unknown {
  if (Array.isArray(value)) return Array;
  return value === null ? null : { string: String, number: Number, boolean: Boolean }[typeof value as 'string'];
}

function ariaName(name: string): string {
  return `aria${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
}

function propertiesOf(builtin: Builtin): Record<string, unknown> {
  const common = { hidden: false, ...Object.fromEntries(ARIA.map((name) => [ariaName(name), null])) };
  return Object.fromEntries(Object.entries({ ...common, ...builtin.properties }).map(([name, value]) => [name, { type: propertyType(value), value }]));
}

function refuseUnbuilt({ tag, properties, refused = [] }: Builtin, control: Control): void {
  const given = refused.find((name) => control.get(name) !== properties[name]);
  if (given) throw new NotEmulated(`<${tag} ${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}>`);
}

function showAll(builtin: Builtin, control: Control): void {
  refuseUnbuilt(builtin, control);
  showCommon(control);
  builtin.show?.(control);
}

function showCommon(control: Control): void {
  control.host.toggleAttribute('hidden', control.is('hidden'));
  for (const name of ARIA) {
    const value = control.get(ariaName(name));
    const attribute = name === 'role' ? 'role' : `aria-${name}`;
    if (value !== null && value !== undefined) control.host.setAttribute(attribute, String(value));
  }
}

/** Null where the page has gone: WeChat lets a late setData pass in silence, and the engine makes nodes without an element of it. */
function controlOf(caller: Caller): Control | null {
  const component = caller._$;
  const host = elementOf(component);
  if (!host) return null;
  const data = component.data as Record<string, unknown>;
  return {
    host, component,
    get: (property) => (component.data as Record<string, unknown>)[property],
    text: (property) => String((component.data as Record<string, unknown>)[property] ?? ''),
    is: (property) => Boolean((component.data as Record<string, unknown>)[property]),
    set: (property, value) => { if (data[property] !== value) component.setData({ [property]: value }); },
    tell: (event, detail, options = {}) => component.triggerEvent(event, detail, options),
  };
}

/** The adapter's definition object for a builtin. */
function definitionOf(builtin: Builtin): Record<string, unknown> {
  const known = (caller: Caller) => controlAt(elementOf(caller._$) ?? document.body)?.control;
  const forKnown = (act: ((control: Control) => void) | undefined) => function (this: Caller) { const control = known(this); if (control) act?.(control); };
  return {
    options: { virtualHost: false },
    properties: propertiesOf(builtin),
    observers: { '**': forKnown((control) => showAll(builtin, control)) },
    lifetimes: {
      created(this: Caller) {
        const control = controlOf(this);
        if (!control) return;
        controls.set(control.host, { control, builtin });
        builtin.create?.(control);
        if (builtin.tap) this._$.addListener('tap', () => builtin.tap?.(control));
      },
      attached: forKnown((control) => { showAll(builtin, control); builtin.attach?.(control); }),
      detached: forKnown(builtin.detach),
    },
  };
}

/** Defines the builtin in `space` and makes `<tag>` known to every component of `users`. */
export function registerBuiltin(space: CodeSpace, users: CodeSpace, builtin: Builtin): void {
  const path = `builtin/${builtin.tag}`;
  space.addComponentStaticConfig(path, { component: true });
  // The adapter types a definition by its data; a builtin's is known only here.
  space.component(path).definition(definitionOf(builtin) as never).register();
  users.getComponentSpace().setGlobalUsingComponent(builtin.tag, space.getComponentSpace().getComponentByUrl(`/${path}`, ''));
}
