// Asks the person before something that ends at once.

/** WeChat allows at most four characters on each button. */
export interface Question { title: string; content: string; confirmText: string; cancelText: string }

const WARNING = '#fa5151';

/** `false` also where WeChat could not ask: nothing happens that the person did not confirm. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    wx.showModal({ ...question, confirmColor: WARNING, success: (answer) => resolve(answer.confirm), fail: () => resolve(false) });
  });
}
