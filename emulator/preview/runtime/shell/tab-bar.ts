// The tab bar of app.json.
import type { TabBarConfig } from '../../package-format';
import { button, element } from './element';

export interface TabBar { show(selected: string | null): void }

function picture(path: string): HTMLImageElement {
  const made = element('img', 'tab-icon');
  made.alt = '';
  made.src = `/emulator/preview/files/${path.replace(/^\//, '')}`;
  return made;
}

export function openTabBar(bar: HTMLElement, config: TabBarConfig | undefined, choose: (path: string) => void): TabBar {
  function draw(selected: string | null): void {
    bar.hidden = !config || selected === null;
    bar.replaceChildren(...(config?.list ?? []).map((tab) => {
      const isSelected = tab.pagePath === selected;
      const made = button('tab', '', () => choose(tab.pagePath));
      const icon = isSelected ? tab.selectedIconPath ?? tab.iconPath : tab.iconPath;
      if (icon) made.append(picture(icon));
      made.append(element('span', 'tab-text', tab.text));
      made.dataset['tab'] = tab.pagePath;
      made.setAttribute('aria-current', isSelected ? 'page' : 'false');
      made.style.color = (isSelected ? config?.selectedColor : config?.color) ?? '';
      return made;
    }));
    if (config?.backgroundColor) bar.style.backgroundColor = config.backgroundColor;
  }
  return { show: draw };
}
