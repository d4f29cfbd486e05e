// Leads from one page to another where no link of the page's own does, and names the page one is on.

const HOME = '/pages/home/home';

/** What brings a person home, where home says it. */
export type Tidings = 'signed-out-everywhere';

/** Home is the only page left afterwards. */
export function goHome(tidings?: Tidings): void {
  void wx.reLaunch({ url: tidings === undefined ? HOME : `${HOME}?tidings=${tidings}` });
}

/** Not before `onReady`: WeChat wants what changes the frame of a page to wait for it. */
export function showTitle(title: string): void {
  void wx.setNavigationBarTitle({ title });
}
