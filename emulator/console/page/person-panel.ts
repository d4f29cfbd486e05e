// What the chosen person's WeChat has bound: her phone number, to read, change and take away.
import { type Person, world } from './api';
import { button, element, held, label } from './dom';

export interface PersonPanel { show(person: Person | null): void }

/** The first of +8613800000001 and on that nobody has. */
export function freeNumber(people: readonly Pick<Person, 'phone'>[]): string {
  const taken = new Set(people.map(({ phone }) => phone));
  let last = 1;
  while (taken.has(numbered(last))) last += 1;
  return numbered(last);
}

function numbered(last: number): string {
  return `+86138${String(last).padStart(8, '0')}`;
}

/** `attempt` runs what a button does and shows what went wrong; `changed` has the people read again. */
export function openPersonPanel(attempt: (work: () => Promise<unknown>) => void, changed: () => Promise<void>): PersonPanel {
  let person: Person | null = null;

  function give(choose: () => Promise<string | null>): void {
    const name = person?.name;
    if (name !== undefined) attempt(async () => { await world.changePerson({ name, phone: await choose() }); await changed(); });
  }
  /** Nobody's as of now, whatever is shown here. */
  const free = async () => freeNumber((await world.people()).people);
  const typed = async () => field.value.trim() || null;
  const field = element('input', { id: 'phone-number', type: 'tel', placeholder: '没有 none', autocomplete: 'off', spellcheck: 'false' });
  const save = element('button', { type: 'submit', class: 'button', id: 'save-number' }, ...label('保存', 'Save'));
  const lend = button(label('给个号码', 'Give one'), () => give(free), { id: 'give-number' });
  const form = element('form', { class: 'person-panel__form' }, element('label', { for: 'phone-number' }, ...label('手机号', 'Phone')), field, save, lend);
  form.addEventListener('submit', (event) => { event.preventDefault(); give(typed); });
  held('person-panel').append(form);

  /** A number as typed is saved; where there is none, one is given. */
  function offer(): void {
    lend.hidden = Boolean(person?.phone) || field.value.trim() !== '';
    save.hidden = field.value.trim() === (person?.phone ?? '');
  }
  field.addEventListener('input', offer);

  return {
    show(next) {
      const isAnother = next?.name !== person?.name || next?.phone !== person?.phone;
      person = next;
      form.hidden = next === null;
      if (isAnother) field.value = next?.phone ?? '';
      offer();
    },
  };
}
