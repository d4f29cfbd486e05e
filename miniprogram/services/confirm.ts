// Asks the person before something that ends at once.

/** WeChat's own dialog, which a page without one of ours falls back to, allows at most four characters on each button. */
export interface Question { title: string; content: string; confirmText: string; cancelText: string }

interface Dialog { ask(question: Question): Promise<boolean> }

const WARNING = '#fa5151';

/** The `#confirm` of the page on top. */
function dialogOnTop(): Dialog | null {
  const pages = getCurrentPages();
  const dialog = pages[pages.length - 1]?.selectComponent('#confirm') as Dialog | null | undefined;
  return dialog ?? null;
}

function askByWeChat(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    wx.showModal({ ...question, confirmColor: WARNING, success: (answer) => resolve(answer.confirm), fail: () => resolve(false) });
  });
}

/** `false` also where nobody could ask: nothing happens that the person did not confirm. */
export function confirm(question: Question): Promise<boolean> {
  const dialog = dialogOnTop();
  return dialog === null ? askByWeChat(question) : dialog.ask(question);
}
