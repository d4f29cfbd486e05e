// <input type="nickname">: the keyboard offers the WeChat nickname, and WeChat reviews the text once the field is left.
import { keyboard } from '../shell/keyboard';
import type { Control } from './control';

const barOf = new WeakMap<Control, () => void>();

export function hideOffer(control: Control): void {
  barOf.get(control)?.();
  barOf.delete(control);
}

/** 建议通过 form 收集: bindinput and bindchange do not see a picked nickname; bindblur and a form's submit do. */
function pick(control: Control, field: HTMLInputElement, nickname: string): void {
  const longest = Number(control.get('maxlength'));
  field.value = longest >= 0 ? Array.from(nickname).slice(0, longest).join('') : nickname;
}

/** After bindblur, which heard the text: one that fails is cleared, unless it was changed meanwhile. The page hears of it here alone. */
async function review(control: Control, field: HTMLInputElement): Promise<void> {
  const text = field.value;
  const { pass, timeout } = await keyboard().review(text);
  if (!pass && !timeout && field.value === text) field.value = '';
  control.tell('nicknamereview', { pass, timeout });
}

/** Comes after holdField, so that bindblur is heard before the review. */
export function offerNickname(control: Control, field: HTMLInputElement): void {
  const isNickname = () => control.text('type') === 'nickname';
  field.addEventListener('focus', () => {
    hideOffer(control);
    if (isNickname()) barOf.set(control, keyboard().offer((nickname) => pick(control, field, nickname)));
  });
  field.addEventListener('blur', () => {
    hideOffer(control);
    if (isNickname() && field.value !== '') void review(control, field);
  });
}
