// The privacy contract's page, as wx.openPrivacyContract opens it; on WeChat its text is what the developer declared at mp.weixin.qq.com.
import { button, element } from './element';

const TEXT: readonly (readonly [chinese: string, english: string])[] = [
  ['这里是本地世界的示例。上线后，微信在此显示开发者在“用户隐私保护指引”中声明的内容。', 'A sample of the local world. Once published, WeChat shows here what the developer declared in the privacy guidelines.'],
  ['开发者收集你的昵称、头像，用于在本小程序中展示你的账号。', 'Your nickname and profile photo are collected to show your account in this mini program.'],
  ['开发者收集你的手机号，用于绑定账号。', 'Your phone number is collected to bind it to your account.'],
  ['开发者读取你的剪切板，用于复制内容。', 'Your clipboard is used to copy content.'],
];

export function privacyContract(appName: string, contract: string, close: () => void): HTMLElement {
  const sheet = element('article', 'full-screen');
  const bar = element('header', 'navigation-bar');
  const closing = button('bar-button bar-close', '×', close);
  closing.dataset['shell'] = 'close-contract';
  closing.setAttribute('aria-label', '关闭 Close');
  bar.append(closing, element('h1', 'bar-title', '隐私保护指引'));
  const body = element('div', 'contract-body');
  body.append(element('h2', 'contract-name', contract), element('p', 'contract-app', `开发者：${appName} · 本地世界 Local world`));
  for (const [chinese, english] of TEXT) body.append(element('p', 'contract-text', chinese), element('p', 'contract-text english', english));
  sheet.append(bar, body);
  return sheet;
}
