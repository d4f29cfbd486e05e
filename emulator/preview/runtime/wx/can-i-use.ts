// wx.canIUse: what is built here and known to the base library that the phone runs.
import { BUILTIN_TAGS, isImplemented } from '../../surface';
import type { BaseLibrary } from '../base-library';
import { INPUT_MODES } from '../builtins/input';
import { OPEN_TYPES } from '../builtins/open-type';

/** Attributes whose values are vouched for, as WXML writes them. */
const VALUES: Record<string, readonly string[]> = { 'button.open-type': OPEN_TYPES, 'input.type': Object.keys(INPUT_MODES) };

function isTagBuilt(tag: string, attribute: string | undefined, value: string | undefined): boolean {
  if (attribute === undefined) return true;
  const values = VALUES[`${tag}.${attribute}`];
  return value === undefined ? values !== undefined : values?.includes(value) === true;
}

/** `login`, `cloud.callFunction`, `login.success.code`, `button`, `button.open-type.chooseAvatar`. */
export function canIUse(library: BaseLibrary, schema: string): boolean {
  const [first = '', second, third] = schema.split('.');
  if ((BUILTIN_TAGS as readonly string[]).includes(first)) return isTagBuilt(first, second, third) && library.has(schema);
  return isImplemented(first === 'cloud' && second ? `${first}.${second}` : first) && library.has(first);
}
