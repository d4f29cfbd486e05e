// <form>: gathers the named controls inside it when a submit button is tapped, and empties them on reset.
import { type Builtin, type Control, controlAt } from './control';

function fieldsOf(form: Element): { control: Control; field: NonNullable<Builtin['field']> }[] {
  return [...form.querySelectorAll('*')].flatMap((element) => {
    const found = controlAt(element);
    return found?.builtin.field ? [{ control: found.control, field: found.builtin.field }] : [];
  });
}

export function submitForm(form: Element, submitter: HTMLElement): void {
  const values = fieldsOf(form).flatMap(({ control, field }) => (control.text('name') ? [[control.text('name'), field.value(control)] as const] : []));
  controlAt(form)?.control.tell('submit', { value: Object.fromEntries(values), target: { id: submitter.dataset['wxid'] ?? '' } });
}

export function resetForm(form: Element): void {
  for (const { control, field } of fieldsOf(form)) field.reset(control);
  controlAt(form)?.control.tell('reset', { target: {} });
}

export const form: Builtin = { tag: 'form', properties: { reportSubmit: false, reportSubmitTimeout: 0 }, refused: ['reportSubmit'] };
