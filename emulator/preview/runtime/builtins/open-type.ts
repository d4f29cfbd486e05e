// <button open-type>: what a tap does beyond being a tap. Coupled types go together: `getPhoneNumber|agreePrivacyAuthorization`.
import { NotEmulated } from '../not-emulated';
import { phone } from '../phone';
import { Refused } from '../wx/call';
import { chooseAvatar } from './choose-avatar';
import { contact } from './contact';
import type { Control } from './control';
import { getPhoneNumber } from './get-phone-number';
import { share } from './share';

export const OPEN_TYPES = ['chooseAvatar', 'getPhoneNumber', 'agreePrivacyAuthorization', 'contact', 'share'] as const;

function typesOf(control: Control): string[] {
  return control.text('openType').split('|').filter((type) => type !== '' && type !== 'none');
}

/** @throws NotEmulated */
export function refuseUnknownOpenType(control: Control): void {
  if (typesOf(control).some((type) => !(OPEN_TYPES as readonly string[]).includes(type))) throw new NotEmulated(`<button open-type="${control.text('openType')}">`);
}

async function agree(control: Control): Promise<void> {
  try {
    await phone().privacy.agreeBy(control.host.dataset['wxid'] ?? '');
    control.tell('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.warn(error.answer.errMsg);
  }
}

/** An older base library knows fewer types and ignores the rest. */
export async function actOnTap(control: Control): Promise<void> {
  const types = typesOf(control).filter((type) => phone().library.has(`button.open-type.${type}`));
  if (types.includes('agreePrivacyAuthorization')) await agree(control);
  if (types.includes('chooseAvatar')) await chooseAvatar(control);
  if (types.includes('getPhoneNumber')) await getPhoneNumber(control);
  if (types.includes('contact')) await contact(control);
  if (types.includes('share')) await share(control);
}
