// Toast, loading, modal and action sheet: one at a time, above the pages.
import { button, element } from './element';
import type { Layers } from './layers';

export interface ToastOptions { title: string; icon?: string; image?: string; duration?: number; mask?: boolean }
export interface ModalOptions { title?: string; content?: string; showCancel?: boolean; cancelText?: string; confirmText?: string; cancelColor?: string; confirmColor?: string; editable?: boolean; placeholderText?: string }
export interface ModalAnswer { confirm: boolean; cancel: boolean; content: string | null }

export interface Messages {
  toast(options: ToastOptions): void;
  loading(options: { title: string; mask?: boolean }): void;
  hideToast(): void;
  modal(options: ModalOptions): Promise<ModalAnswer>;
  /** The chosen index, null when cancelled. */
  actionSheet(items: string[], color: string): Promise<number | null>;
}

const GLYPHS: Record<string, string> = { success: '✓', error: '✕', none: '' };
const TOAST_MILLISECONDS = 1500;
const CANCELLED: ModalAnswer = { confirm: false, cancel: true, content: null };

function toastElement(title: string, icon: HTMLElement | null, mask: boolean): HTMLElement {
  const shade = element('div', mask ? 'toast-shade masking' : 'toast-shade');
  const box = element('div', 'toast');
  box.setAttribute('role', 'status');
  box.dataset['shell'] = 'toast';
  if (icon) box.append(icon);
  box.append(element('span', 'toast-title', title));
  shade.append(box);
  return shade;
}

function modalElement(options: ModalOptions, answered: (answer: ModalAnswer) => void): HTMLElement {
  const shade = element('div', 'modal-shade');
  const box = element('div', 'modal');
  box.setAttribute('role', 'dialog');
  box.dataset['shell'] = 'modal';
  if (options.title) box.append(element('h2', 'modal-title', options.title));
  const field = options.editable ? element('input', 'modal-field') : null;
  if (field) { field.placeholder = options.placeholderText ?? ''; field.value = options.content ?? ''; box.append(field); }
  else if (options.content) box.append(element('p', 'modal-content', options.content));
  const answers = element('div', 'modal-answers');
  const cancel = button('modal-cancel', options.cancelText ?? '取消', () => answered(CANCELLED));
  const confirm = button('modal-confirm', options.confirmText ?? '确定', () => answered({ confirm: true, cancel: false, content: field?.value ?? null }));
  cancel.style.color = options.cancelColor ?? '';
  confirm.style.color = options.confirmColor ?? '';
  answers.append(...(options.showCancel === false ? [] : [cancel]), confirm);
  box.append(answers);
  shade.append(box);
  return shade;
}

function sheetElement(items: string[], color: string, chosen: (index: number | null) => void): HTMLElement {
  const shade = element('div', 'modal-shade sheet-shade');
  const sheet = element('div', 'sheet');
  sheet.dataset['shell'] = 'action-sheet';
  items.forEach((item, index) => { const made = button('sheet-item', item, () => chosen(index)); made.style.color = color; sheet.append(made); });
  sheet.append(button('sheet-item sheet-cancel', '取消', () => chosen(null)));
  shade.append(sheet);
  return shade;
}

export function openMessages(place: HTMLElement, layers: Layers): Messages {
  let shown: HTMLElement | null = null;
  let timer = 0;

  function hideToast(): void {
    window.clearTimeout(timer);
    shown?.remove();
    shown = null;
  }
  function showToast(made: HTMLElement): void {
    hideToast();
    shown = made;
    place.append(made);
  }
  /** Shows `make`'s element until it is answered; `dismissed` is the answer of Escape and of a way back in the browser. */
  function ask<T>(make: (answered: (answer: T) => void) => HTMLElement, dismissed: T): Promise<T> {
    return new Promise((resolve) => {
      const close = layers.open('dialog', () => answered(dismissed));
      function answered(answer: T): void {
        made.remove();
        close();
        resolve(answer);
      }
      const made = make(answered);
      place.append(made);
      made.querySelector<HTMLElement>('input, .modal-confirm, .sheet-item')?.focus();
    });
  }
  return {
    toast({ title, icon = 'success', duration = TOAST_MILLISECONDS, mask = false }) {
      const glyph = GLYPHS[icon] ?? '';
      showToast(toastElement(title, icon === 'loading' ? element('span', 'spinner') : glyph ? element('span', 'toast-glyph', glyph) : null, mask));
      timer = window.setTimeout(hideToast, duration);
    },
    loading: ({ title, mask = false }) => showToast(toastElement(title, element('span', 'spinner'), mask)),
    hideToast,
    modal: (options) => ask<ModalAnswer>((answered) => modalElement(options, answered), CANCELLED),
    actionSheet: (items, color) => ask<number | null>((chosen) => sheetElement(items, color, chosen), null),
  };
}
