// The row of people; the one chosen holds the phone.
import type { Person } from './api';
import { element, held } from './dom';

const CHOSEN = 'workbench.person';

/** `text`: the person it shows. */
interface Chip { text: string; element: HTMLElement }

export interface PeopleView {
  show(people: Person[]): void;
}

export function openPeople(choose: (person: string) => void, described: (person: Person | null) => void): PeopleView {
  let people: Person[] = [];
  const chips = new Map<string, Chip>();
  let chosen: string | null = null;

  function take(name: string): void {
    chosen = name;
    sessionStorage.setItem(CHOSEN, name);
    mark();
    chips.get(name)?.element.scrollIntoView({ block: 'nearest' });
    choose(name);
  }

  function describe(): void {
    described(people.find(({ name }) => name === chosen) ?? null);
  }

  function mark(): void {
    for (const chip of held('people').children) chip.setAttribute('aria-pressed', String(chip.getAttribute('data-person') === chosen));
  }

  /** Chips of people who are as they were are kept; who had the focus has it again. */
  function arrange(next: Person[]): void {
    const focused = document.activeElement?.getAttribute('data-person');
    const row = next.map((person) => chipOf(person).element);
    for (const name of [...chips.keys()]) if (!next.some((person) => person.name === name)) chips.delete(name);
    held('people').replaceChildren(...row);
    if (focused) chips.get(focused)?.element.focus();
  }

  function chipOf(person: Person): Chip {
    const text = JSON.stringify(person);
    const known = chips.get(person.name);
    if (known?.text === text) return known;
    const made = { text, element: chip(person, () => { take(person.name); describe(); }) };
    chips.set(person.name, made);
    return made;
  }

  return {
    show(next) {
      if (JSON.stringify(next) !== JSON.stringify(people)) arrange(next);
      people = next;
      const known = (name: string | null) => people.find((person) => person.name === name)?.name;
      const first = known(chosen) ?? known(sessionStorage.getItem(CHOSEN)) ?? people[0]?.name;
      if (first !== undefined && first !== chosen) take(first);
      else mark();
      describe();
    },
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
