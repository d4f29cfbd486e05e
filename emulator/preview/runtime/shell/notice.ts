// The page shown instead of a mini program that cannot start: Chinese first, English beside it.
import type { Problem } from '../../package-format';
import type { NoSuchPhone } from '../session';
import { element } from './element';

function show(title: string, english: string, lines: HTMLElement[]): void {
  const notice = element('div', 'notice');
  notice.dataset['shell'] = 'notice';
  notice.append(element('h1', '', title), element('p', 'english', english), ...lines);
  document.title = title;
  document.body.replaceChildren(notice);
}

function linkTo(person: string): HTMLElement {
  const address = new URL(window.location.href);
  address.searchParams.set('person', person);
  const made = element('a', '', person);
  made.href = address.href;
  return made;
}

export function showNoSuchPhone({ what, asked, known }: NoSuchPhone): void {
  const named = asked ? `“${asked}”` : '';
  if (what === 'app') { show(`没有这个小程序${named}`, `There is no mini program ${named}. Known: ${known.join(', ')}`, []); return; }
  const title = asked ? `没有这个人${named}` : '没有说明是谁的手机';
  const english = asked ? `There is no person ${named}. Choose one:` : 'The address does not say whose phone this is (?person=…). Choose one:';
  show(title, english, known.map(linkTo));
}

export function showProblems(problems: readonly Problem[]): void {
  const lines = problems.map(({ level, file, line, message }) => {
    const made = element('p', `problem ${level}`);
    made.append(element('code', '', line ? `${file}:${line}` : file), element('span', '', ` ${message}`));
    return made;
  });
  show('小程序编译失败', 'The mini program does not compile:', lines);
}

export function showCannotStart(error: unknown): void {
  show('手机无法启动', `The phone cannot start: ${error instanceof Error ? error.message : String(error)}`, []);
}
