// A sheet over the pages until the person has answered it.
import { element } from './element';
import type { Layers } from './layers';

export interface HalfScreen { ask<T>(name: string, make: (answered: (answer: T) => void) => HTMLElement, dismissed: T): Promise<T> }

function dressed(name: string, sheet: HTMLElement): HTMLElement {
  sheet.dataset['shell'] = name;
  sheet.setAttribute('role', 'dialog');
  sheet.setAttribute('aria-modal', 'true');
  sheet.tabIndex = -1;
  return sheet;
}

export function openHalfScreen(place: HTMLElement, layers: Layers): HalfScreen {
  return {
    ask<T>(name: string, make: (answered: (answer: T) => void) => HTMLElement, dismissed: T) {
      return new Promise<T>((resolve) => {
        const shade = element('div', 'modal-shade half-screen-shade');
        const close = layers.open('sheet', () => answered(dismissed));
        function answered(answer: T): void {
          shade.remove();
          close();
          resolve(answer);
        }
        const sheet = dressed(name, make(answered));
        shade.append(sheet);
        place.append(shade);
        sheet.focus({ preventScroll: true });
      });
    },
  };
}
