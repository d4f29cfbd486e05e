// <input type="nickname">: the keyboard offers the WeChat nickname, and WeChat reviews the text once the field is left.
import { phone } from '../phone';
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
async function review(control: Control, field: HTMLInputElement, text: string): Promise<void> {
  const { pass, timeout } = await keyboard().review(text);
  if (!pass && !timeout && field.value === text) field.value = '';
  control.tell('nicknamereview', { pass, timeout });
}

/** 如果用户未同意隐私协议，则聚焦时不会触发 onNeedPrivacyAuthorization 事件，而是降级为 text: no popup either. @see 小程序隐私协议开发指南 */
async function actsAsNickname(control: Control): Promise<boolean> {
  const { library, privacy } = phone();
  return control.text('type') === 'nickname' && library.has('input.type.nickname') && privacy.isAgreed();
}

/** Comes after holdField, so that bindblur is heard before the review. */
export function offerNickname(control: Control, field: HTMLInputElement): void {
  let acting = Promise.resolve(false);
  field.addEventListener('focus', () => {
    hideOffer(control);
    const asked = actsAsNickname(control);
    acting = asked;
    void asked.then((isNickname) => {
      if (isNickname && acting === asked && document.activeElement === field) barOf.set(control, keyboard().offer((nickname) => pick(control, field, nickname)));
    });
  });
  field.addEventListener('blur', () => {
    hideOffer(control);
    const text = field.value;
    if (text !== '') void acting.then((isNickname) => (isNickname ? review(control, field, text) : undefined));
  });
}
