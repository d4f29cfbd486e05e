// The bar above the phone's keyboard that offers the person's WeChat nickname, and WeChat's review of what was written.
import type { Post } from '../transport';
import { button, element } from './element';
import { holderOf } from './person';

export interface Review { pass: boolean; timeout: boolean }

export interface Keyboard {
  /** Shows the bar until the given function is called. `picked` hears the nickname. */
  offer(picked: (nickname: string) => void): () => void;
  /** Never rejects: a phone without network has a review that timed out. */
  review(nickname: string): Promise<Review>;
}

let current: Keyboard | null = null;

/** The way from a built-in component to the keyboard that is made later, at boot. */
export function useKeyboard(made: Keyboard): void {
  current = made;
}

export function keyboard(): Keyboard {
  if (!current) throw new Error('the phone has not started');
  return current;
}

function barElement(nickname: string, picked: (nickname: string) => void): HTMLElement {
  const bar = element('div', 'nickname-bar');
  bar.dataset['shell'] = 'nickname-bar';
  bar.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus
  const offered = button('nickname-offer', '', () => picked(nickname));
  offered.append(element('span', 'nickname-words', '用微信昵称 / Use WeChat nickname'), element('span', 'nickname-name', nickname));
  bar.append(offered);
  return bar;
}

export function openKeyboard({ place, person, post }: { place: HTMLElement; person: string; post: Post }): Keyboard {
  return {
    offer(picked) {
      let bar: HTMLElement | null = null;
      let isOver = false;
      void holderOf(person).then((holder) => {
        if (isOver || !holder?.nickname) return;
        bar = barElement(holder.nickname, picked);
        place.append(bar);
      });
      return () => { isOver = true; bar?.remove(); };
    },
    async review(nickname) {
      const answer = await post('reviewNickname', { nickname });
      return answer.ok ? { pass: answer.result['pass'] === true, timeout: false } : { pass: false, timeout: true };
    },
  };
}
