// Puts text where the person can paste it from.

/** `false` where WeChat does not let it: the privacy agreement is not accepted, or the text is too long. */
export function copy(data: string): Promise<boolean> {
  return new Promise((resolve) => { wx.setClipboardData({ data, success: () => resolve(true), fail: () => resolve(false) }); });
}
