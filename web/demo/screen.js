// Puts words and people on the page; text always as text.
import { DOORS, HERE, NOBODY_NAMED } from './words.js';

export const at = (id) => document.getElementById(id);

/** Both languages beside each other; the style sheet knows which one leads. */
export function both([chinese, english]) {
  const pair = document.createElement('span');
  pair.className = 'both';
  pair.append(...[['zh-CN', chinese], ['en', english]].map(([lang, text]) => Object.assign(document.createElement('span'), { lang, textContent: text })));
  return pair;
}

/** `words` null takes it away. `tone`: 'refused' or 'quiet'. */
export function notify(words, { code = '', tone = 'quiet' } = {}) {
  const notice = at('notice');
  notice.hidden = words === null;
  notice.className = `notice notice--${tone}`;
  notice.dataset.code = code;
  notice.replaceChildren(...(words === null ? [] : [both(words)]));
}

export function showView(view) {
  document.body.dataset.view = view;
}

export function showUser({ id, nickname, avatarUrl }) {
  at('nickname').replaceChildren(nickname === null ? both(NOBODY_NAMED) : nickname);
  at('user-id').textContent = id;
  at('avatar').src = avatarUrl ?? 'person.svg';
  showView('signed-in');
}

/** Nothing of a person stays on a page that she left. */
export function showNobody() {
  for (const id of ['nickname', 'user-id', 'sessions']) at(id).replaceChildren();
  at('avatar').removeAttribute('src');
  showView('nobody');
}

export function showSessions(sessions) {
  at('sessions').replaceChildren(...sessions.map(rowOf));
}

function rowOf({ door, current, ipPrefix, lastUsedAt }) {
  const row = document.createElement('li');
  row.className = 'session';
  const name = document.createElement('strong');
  name.append(both(DOORS[door] ?? [door, door]));
  const when = new Date(lastUsedAt).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  const where = Object.assign(document.createElement('span'), { className: 'session__where', textContent: ipPrefix === null ? when : `${when} · ${ipPrefix}` });
  row.append(name, ...(current ? [hereMark()] : []), where);
  return row;
}

function hereMark() {
  const mark = both(HERE);
  mark.classList.add('session__here');
  return mark;
}
