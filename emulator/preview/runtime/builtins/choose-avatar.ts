// <button open-type="chooseAvatar">: the picture the person chooses becomes a temporary file, and bindchooseavatar hears its path.
import { phone } from '../phone';
import { Refused, refuse } from '../wx/call';
import type { Control } from './control';

let isChoosing = false;

async function choose(): Promise<string> {
  const { post, privacy, sheets } = phone();
  await privacy.need('chooseAvatar', 'button.chooseAvatar');
  const choice = await sheets.chooseAvatar();
  if (!choice) throw refuse('chooseAvatar', 'cancel');
  const answer = await post('chooseAvatar', { ...(choice === 'wechat' ? {} : choice), privacyPopup: privacy.popup });
  if (!answer.ok) throw new Refused(answer.error);
  return String(answer.result['avatarUrl']);
}

async function chooseAlone(): Promise<string> {
  if (isChoosing) throw refuse('chooseAvatar', 'another chooseAvatar is in progress');
  isChoosing = true;
  try {
    return await choose();
  } finally {
    isChoosing = false;
  }
}

/** The page hears of a picture only: a cancelled or rejected one leaves a line in the console. */
export async function chooseAvatar(control: Control): Promise<void> {
  try {
    control.tell('chooseavatar', { avatarUrl: await chooseAlone() });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.warn(error.answer.errMsg);
  }
}
