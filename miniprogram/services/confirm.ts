// Asks the person before something that ends at once.

export interface Question { title: string; content: string; confirmText: string; cancelText: string }

interface Dialog { ask(question: Question): Promise<boolean> }

const WARNING = '#fa5151';
/** WeChat's own dialog shows nothing at all where a button says more. */
const BUTTON_CHARACTERS = 4;

/** The `#confirm` of the page on top. */
function dialogOnTop(): Dialog | null {
  const pages = getCurrentPages();
  const dialog = pages[pages.length - 1]?.selectComponent('#confirm') as Dialog | null | undefined;
  return dialog ?? null;
}

function buttonsOf({ confirmText, cancelText }: Question): { confirmText?: string; cancelText?: string } {
  return Math.max(confirmText.length, cancelText.length) > BUTTON_CHARACTERS ? {} : { confirmText, cancelText };
}

function askByWeChat(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const { title, content } = question;
    wx.showModal({ title, content, ...buttonsOf(question), confirmColor: WARNING, success: (answer) => resolve(answer.confirm), fail: () => resolve(false) });
  });
}

/** `false` also where nobody could ask: nothing happens that the person did not confirm. */
export function confirm(question: Question): Promise<boolean> {
  const dialog = dialogOnTop();
  return dialog === null ? askByWeChat(question) : dialog.ask(question);
}
