// The words of the page that a code on a computer's screen opens.

export interface ScanWords {
  title: string;
  asks: string;
  compare: string;
  browser: string;
  network: string;
  started: string;
  unknown: string;
  warning: string;
  confirm: string;
  confirming: string;
  decline: string;
  reading: string;
  signInTitle: string;
  signInText: string;
  confirmed: string;
  /** `{site}` on whose page she is signed in now. */
  confirmedText: string;
  declined: string;
  declinedText: string;
  over: string;
  overText: string;
  noCode: string;
  noCodeText: string;
  notScanned: string;
  notScannedText: string;
}

export const zhScan: ScanWords = {
  title: '扫码登录',
  asks: '这个网站请求用你的账号登录',
  compare: '核对网页上的数字',
  browser: '浏览器',
  network: '网络地址',
  started: '发起时间',
  unknown: '未知',
  warning: '网站或数字和你电脑上看到的不一样，或者不是你自己打开的网页，请拒绝：确认后，那个网页就能以你的身份登录。',
  confirm: '确认登录',
  confirming: '正在确认…',
  decline: '拒绝',
  reading: '正在读取…',
  signInTitle: '先登录，再确认',
  signInText: '你扫的码要在电脑上登录一个网站。先在这里登录，再看是谁在请求。',
  confirmed: '已确认登录',
  confirmedText: '请回到电脑上继续使用 {site}。',
  declined: '已拒绝',
  declinedText: '那个网页没有登录。如果不是你自己打开的，可以直接关闭。',
  over: '这个登录请求找不到了',
  overText: '它可能已经过期（2 分钟有效）、已经处理过，或者被别人先扫了。想登录的话，请在网页上换一个新的码再扫。',
  noCode: '没有可以确认的登录',
  noCodeText: '请用微信扫电脑网页上的小程序码来打开这里。',
  notScanned: '请扫描屏幕上的码',
  notScannedText: '请用微信“扫一扫”扫描电脑屏幕上的二维码。别人发来的链接、卡片或二维码图片不行：一旦确认，用你的账号登录的可能是别人的电脑。',
};

export const enScan: ScanWords = {
  title: 'Sign in by scanning',
  asks: 'This site asks to be signed in as you',
  compare: 'Compare the number on the page',
  browser: 'Browser',
  network: 'Network',
  started: 'Started',
  unknown: 'Unknown',
  warning: 'If the site or the number differs from what your computer shows, or you did not open that page yourself, decline: once you confirm, that page is signed in as you.',
  confirm: 'Confirm',
  confirming: 'Confirming…',
  decline: 'Decline',
  reading: 'Reading…',
  signInTitle: 'Sign in first',
  signInText: 'The code you scanned signs a website in on a computer. Sign in here first, then see who asks.',
  confirmed: 'You are signed in there',
  confirmedText: 'Go back to your computer and carry on at {site}.',
  declined: 'Declined',
  declinedText: 'That page was not signed in. If you did not open it yourself, just close it.',
  over: 'This request is not there any more',
  overText: 'It may have expired (it lives for 2 minutes), been answered already, or been scanned by somebody else first. To sign in, get a new code on the page and scan that.',
  noCode: 'Nothing to confirm here',
  noCodeText: 'Scan the mini-program code on your computer with WeChat to open this page.',
  notScanned: 'Scan the code on the screen',
  notScannedText: 'Use Scan in WeChat on the code that your computer screen shows. A link, a card or a picture of a code that somebody sent you will not do: confirming it could sign that person in as you.',
};
