// <button open-type="chooseAvatar">: the picture the person chooses becomes a temporary file, and bindchooseavatar hears its path.
import { phone } from '../phone';
import { Refused, refuse } from '../wx/call';
import type { Control } from './control';
import { oneAtATime, tellWhoIsThere, watchPage } from './one-at-a-time';

async function choose(isSeen: () => boolean): Promise<string> {
  const { post, privacy, sheets } = phone();
  await privacy.need('chooseAvatar', 'button.chooseAvatar');
  const choice = isSeen() ? await sheets.chooseAvatar() : null;
  if (!choice) throw refuse('chooseAvatar', 'cancel');
  const answer = await post('chooseAvatar', { ...(choice === 'wechat' ? {} : choice), privacyPopup: privacy.popup });
  if (!answer.ok) throw new Refused(answer.error);
  return String(answer.result['avatarUrl']);
}

/** The page hears of a picture only: a cancelled or rejected one leaves a line in the console. */
export async function chooseAvatar(control: Control): Promise<void> {
  const isSeen = watchPage(control);
  await oneAtATime('chooseAvatar', async () => {
    try {
      tellWhoIsThere(control, 'chooseavatar', { avatarUrl: await choose(isSeen) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      console.warn(error.answer.errMsg);
    }
  });
}
