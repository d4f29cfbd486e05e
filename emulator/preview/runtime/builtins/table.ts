// Every built-in component, one for each tag that the build lets through.
import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { BuiltinTag } from '../../surface';
import { button } from './button';
import { checkbox, checkboxGroup, radio, radioGroup, switchControl } from './choices';
import { type Builtin, registerBuiltin } from './control';
import { form } from './form';
import { image } from './image';
import { input } from './input';
import { label } from './label';
import { icon, progress } from './marks';
import { navigator } from './navigator';
import { scrollView } from './scroll-view';
import { text } from './text';
import { textarea } from './textarea';
import { view } from './view';

const BUILTINS: Record<BuiltinTag, Builtin> = {
  view, text, image, button, input, textarea, form, label, checkbox, 'checkbox-group': checkboxGroup, radio, 'radio-group': radioGroup,
  switch: switchControl, 'scroll-view': scrollView, navigator, icon, progress,
};

export function registerBuiltins(space: CodeSpace, users: CodeSpace): void {
  for (const builtin of Object.values(BUILTINS)) registerBuiltin(space, users, builtin);
}
