// wx.showToast, showLoading, showModal, showActionSheet.
import type { Messages, ModalOptions, ToastOptions } from '../shell/messages';
import { type Api, defineApi, refuse } from './call';

type Name = 'showToast' | 'hideToast' | 'showLoading' | 'hideLoading' | 'showModal' | 'showActionSheet';

export function noticeApis(messages: Messages): Record<Name, Api> {
  const hide = (name: string) => defineApi(name, () => { messages.hideToast(); return {}; });
  return {
    showToast: defineApi('showToast', (options) => {
      const { title } = options;
      if (typeof title !== 'string') throw refuse('showToast', 'parameter error: parameter.title should be String instead of Undefined');
      messages.toast({ ...(options as Partial<ToastOptions>), title });
      return {};
    }),
    hideToast: hide('hideToast'),
    showLoading: defineApi('showLoading', ({ title, mask }) => { messages.loading({ title: String(title ?? ''), mask: mask === true }); return {}; }),
    hideLoading: hide('hideLoading'),
    showModal: defineApi('showModal', async (options) => ({ ...(await messages.modal(options as ModalOptions)) })),
    showActionSheet: defineApi('showActionSheet', async ({ itemList, itemColor }) => {
      const tapIndex = await messages.actionSheet((itemList ?? []) as string[], String(itemColor ?? ''));
      if (tapIndex === null) throw refuse('showActionSheet', 'cancel');
      return { tapIndex };
    }),
  };
}
