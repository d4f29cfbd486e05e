// Whether a page lies inside WeChat.

/** Its browser on phones and desktops, and a mini program's web-view, which counts as the same. */
export function isInsideWeChat(userAgent: string = navigator.userAgent): boolean {
  return /\bMicroMessenger\//i.test(userAgent);
}
