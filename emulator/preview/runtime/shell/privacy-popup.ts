// WeChat's own privacy popup, shown where the mini program has registered none of its own.
import { appTitle } from './app-title';
import { button, element } from './element';
import { wordButton, words } from './words';

function contractLink(contract: string, open: () => void): HTMLButtonElement {
  const link = button('contract-link', contract, open);
  link.dataset['shell'] = 'contract-link';
  return link;
}

export interface PopupWords { appName: string; contract: string; openContract(): void }

export function privacyPopup({ appName, contract, openContract }: PopupWords, answered: (agreed: boolean) => void): HTMLElement {
  const sheet = element('div', 'half-screen question-screen');
  const title = element('h2', 'sheet-question');
  title.append(...words('用户隐私保护提示', 'Privacy notice'));
  const text = element('p', 'sheet-text');
  text.append('在你使用服务之前，请仔细阅读', contractLink(contract, openContract), '。如你同意该指引，请点击“同意”开始使用。');
  const english = element('p', 'sheet-text english', 'Please read the privacy guidelines above before you use this mini program. Tap “Agree” to go on.');
  const answers = element('div', 'sheet-answers');
  answers.append(
    wordButton('sheet-answer sheet-refuse', 'privacy-refuse', '拒绝', 'Refuse', () => answered(false)),
    wordButton('sheet-answer sheet-agree', 'privacy-agree', '同意', 'Agree', () => answered(true)),
  );
  sheet.append(appTitle(appName), title, text, english, answers);
  return sheet;
}
