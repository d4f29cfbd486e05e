// <button open-type="share">: shares the page that the button stands on.
import { phone } from '../phone';
import type { Control } from './control';

export async function share(control: Control): Promise<void> {
  await phone().share({ from: 'button', target: { id: control.host.dataset['wxid'] ?? '', dataset: { ...control.component.dataset } } });
}
