// <button open-type="getPhoneNumber">: bindgetphonenumber hears the code, or why there is none.
import { phone } from '../phone';
import { Refused, refuse } from '../wx/call';
import type { Control } from './control';

async function allowed(): Promise<Record<string, unknown>> {
  const { post, privacy, sheets } = phone();
  await privacy.need('getPhoneNumber', 'button.getPhoneNumber');
  if (!(await sheets.phoneNumber())) throw refuse('getPhoneNumber', 'user deny');
  const answer = await post('getPhoneNumber', { privacyPopup: privacy.popup });
  if (!answer.ok) throw new Refused(answer.error);
  return answer.result;
}

/** Before 2.21.2 there were encryptedData and iv only. */
function fitting(detail: Record<string, unknown>): Record<string, unknown> {
  const { code, ...older } = detail;
  return code === undefined || !phone().library.has('getPhoneNumber.code') ? older : { code, ...older };
}

async function detailOf(): Promise<Record<string, unknown>> {
  try {
    return fitting(await allowed());
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

export async function getPhoneNumber(control: Control): Promise<void> {
  control.tell('getphonenumber', await detailOf());
}
