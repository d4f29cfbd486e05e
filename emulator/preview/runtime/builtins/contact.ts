// <button open-type="contact">: WeChat opens the customer service chat; here a sheet stands for it.
import { phone } from '../phone';
import type { Control } from './control';
import { oneAtATime, tellWhoIsThere } from './one-at-a-time';

/** bindcontact comes when she is back; path and query are those of a message card she tapped there, and here is none. */
export async function contact(control: Control): Promise<void> {
  await oneAtATime('enterContact', async () => {
    await phone().sheets.contact();
    tellWhoIsThere(control, 'contact', { errMsg: 'enterContact:ok', path: '', query: {} });
  });
}
