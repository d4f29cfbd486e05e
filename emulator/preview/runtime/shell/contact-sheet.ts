// <button open-type="contact">: stands for the customer service chat, which is a page of WeChat's own.
import { element } from './element';
import { wordButton, words } from './words';

export function contactSheet(close: () => void): HTMLElement {
  const sheet = element('div', 'half-screen question-screen');
  const title = element('h2', 'sheet-question');
  title.append(...words('客服会话', 'Customer service'));
  const meaning = element('p', 'sheet-meaning');
  meaning.append(...words('在真机上会打开客服会话', 'On a real phone the customer service chat opens.'));
  const answers = element('div', 'sheet-answers');
  answers.append(wordButton('sheet-answer sheet-agree', 'contact-back', '返回', 'Back', close));
  sheet.append(title, meaning, answers);
  return sheet;
}
