// A sheet over the pages until the person has answered it; what lies behind takes neither taps nor keys meanwhile.
import { element } from './element';

export interface HalfScreen { ask<T>(name: string, make: (answered: (answer: T) => void) => HTMLElement, dismissed: T): Promise<T> }

function dressed(name: string, sheet: HTMLElement): HTMLElement {
  sheet.dataset['shell'] = name;
  sheet.setAttribute('role', 'dialog');
  sheet.setAttribute('aria-modal', 'true');
  sheet.tabIndex = -1;
  return sheet;
}

export function openHalfScreen(place: HTMLElement, behind: HTMLElement[]): HalfScreen {
  let open = 0;
  const cover = (change: 1 | -1) => { open += change; for (const each of behind) each.inert = open > 0; };

  return {
    ask<T>(name: string, make: (answered: (answer: T) => void) => HTMLElement, dismissed: T) {
      const before = document.activeElement;
      return new Promise<T>((resolve) => {
        const shade = element('div', 'modal-shade half-screen-shade');
        function answered(answer: T): void {
          shade.remove();
          cover(-1);
          if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
          resolve(answer);
        }
        const sheet = dressed(name, make(answered));
        shade.append(sheet);
        shade.addEventListener('keydown', (event) => { if (event.key === 'Escape') answered(dismissed); });
        cover(1);
        place.append(shade);
        sheet.focus({ preventScroll: true });
      });
    },
  };
}
