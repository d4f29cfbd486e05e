// The row of people; the one chosen holds the phone.
import type { Person } from './api';
import { element, held } from './dom';

const CHOSEN = 'workbench.person';

export interface PeopleView {
  show(people: Person[]): void;
  /** Who holds the phone. */
  chosen(): string | null;
}

export function openPeople(choose: (person: string) => void): PeopleView {
  let people: Person[] = [];
  let chosen: string | null = null;

  function take(name: string): void {
    chosen = name;
    sessionStorage.setItem(CHOSEN, name);
    mark();
    choose(name);
  }

  function mark(): void {
    for (const chip of held('people').children) chip.setAttribute('aria-pressed', String(chip.getAttribute('data-person') === chosen));
  }

  return {
    show(next) {
      people = next;
      held('people').replaceChildren(...people.map((person) => chip(person, () => take(person.name))));
      const known = (name: string | null) => people.find((person) => person.name === name)?.name;
      const first = known(chosen) ?? known(sessionStorage.getItem(CHOSEN)) ?? people[0]?.name;
      if (first !== undefined && first !== chosen) take(first);
      else mark();
    },
    chosen: () => chosen,
  };
}

function chip(person: Person, press: () => void): HTMLElement {
  const made = element('button', { type: 'button', class: 'person', 'data-person': person.name, 'aria-pressed': 'false', title: person.name }, picture(person),
    element('span', { class: 'person__name' }, person.nickname),
    ...(person.blocked ? [element('span', { class: 'person__blocked' }, '停用 blocked')] : []));
  made.addEventListener('click', press);
  return made;
}

function picture(person: Person): HTMLElement {
  const initial = element('span', { class: 'person__picture', 'aria-hidden': 'true' }, Array.from(person.nickname)[0] ?? '?');
  const image = element('img', { class: 'person__picture', src: person.avatarUrl, alt: '' });
  image.addEventListener('error', () => image.replaceWith(initial)); // WeChat's own picture hosts are out of reach here
  return person.avatarUrl === '' ? initial : image;
}
