// <button open-type="getPhoneNumber">: the number that WeChat would hand over, masked, and the question whether it may.
import { appTitle } from './app-title';
import { element } from './element';
import { wordButton, words } from './words';

const MAINLAND = /^(?:\+?86)?(1\d{10})$/;

/** 138****8000; a foreign number keeps its area code. */
export function masked(phone: string): string {
  const number = MAINLAND.exec(phone)?.[1] ?? phone;
  const head = number.startsWith('+') ? 4 : 3;
  return number.slice(0, head) + '*'.repeat(Math.max(0, number.length - head - 4)) + number.slice(-4);
}

function numberRow(phone: string | null): HTMLElement {
  const row = element('div', 'phone-number');
  row.dataset['shell'] = 'phone-number';
  row.append(element('span', 'number', phone ? masked(phone) : '未绑定手机号'), element('span', 'number-kind', phone ? '微信绑定号码 Bound to WeChat' : 'No phone number is bound to this WeChat'));
  if (phone) row.append(element('span', 'number-mark', '✓'));
  return row;
}

export function phoneNumberSheet(appName: string, phone: string | null, answered: (allowed: boolean) => void): HTMLElement {
  const sheet = element('div', 'half-screen question-screen');
  const asked = element('h2', 'sheet-question');
  asked.append(...words('获取并验证你的手机号', 'Get and verify your phone number'));
  const meaning = element('p', 'sheet-meaning');
  meaning.append(...words('允许后小程序将获得你的手机号', 'If you allow it, the mini program receives your phone number.'));
  const answers = element('div', 'sheet-answers');
  const allow = wordButton('sheet-answer sheet-agree', 'allow', '允许', 'Allow', () => answered(true));
  allow.disabled = phone === null;
  answers.append(wordButton('sheet-answer sheet-refuse', 'deny', '不允许', 'Do not allow', () => answered(false)), allow);
  sheet.append(appTitle(appName), asked, numberRow(phone), meaning, answers);
  return sheet;
}
