// <button open-type="getPhoneNumber">: bindgetphonenumber hears the code, or why there is none.
import { phone } from '../phone';
import { Refused, refuse } from '../wx/call';
import type { Control } from './control';
import { oneAtATime, tellWhoIsThere, watchPage } from './one-at-a-time';

async function allowed(isSeen: () => boolean): Promise<Record<string, unknown>> {
  const { post, privacy, sheets } = phone();
  await privacy.need('getPhoneNumber', 'button.getPhoneNumber');
  if (!(await sheets.phoneNumber(isSeen))) throw refuse('getPhoneNumber', 'user deny');
  const answer = await post('getPhoneNumber', { privacyPopup: privacy.popup });
  if (!answer.ok) throw new Refused(answer.error);
  return answer.result;
}

/** Before 2.21.2 there were encryptedData and iv only. */
function fitting(detail: Record<string, unknown>): Record<string, unknown> {
  const { code, ...older } = detail;
  return code === undefined || !phone().library.has('getPhoneNumber.code') ? older : { code, ...older };
}

async function detailOf(isSeen: () => boolean): Promise<Record<string, unknown>> {
  try {
    return fitting(await allowed(isSeen));
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

export async function getPhoneNumber(control: Control): Promise<void> {
  const isSeen = watchPage(control);
  await oneAtATime('getPhoneNumber', async () => tellWhoIsThere(control, 'getphonenumber', await detailOf(isSeen)));
}
