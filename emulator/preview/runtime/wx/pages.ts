// wx.navigateTo and its kin, and what a page may do to its own navigation bar.
import type { EventChannel } from '../shell/event-channel';
import type { OpenPage } from '../shell/open-page';
import type { Move, Router } from '../shell/router';
import { type Api, defineApi, type Options, refuse } from './call';

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function listen(channel: EventChannel, events: unknown): void {
  for (const [name, listener] of Object.entries((events ?? {}) as Record<string, (...values: unknown[]) => void>)) channel.on(name, listener);
}

/** A page that navigates from its onLoad is started to the end first, as in WeChat. */
function laterThanTheCaller(): Promise<void> {
  return Promise.resolve();
}

function moveApi(router: () => Router, name: Move): Api {
  return defineApi(name, async (options) => {
    await laterThanTheCaller();
    try {
      const page = router().move(name, String(options['url'] ?? ''));
      if (name !== 'navigateTo') return {};
      listen(page.channel, options['events']);
      return { eventChannel: page.channel };
    } catch (error) {
      throw refuse(name, words(error));
    }
  });
}

function backApi(router: () => Router): Api {
  return defineApi('navigateBack', async ({ delta }) => {
    await laterThanTheCaller();
    try {
      router().back(Number(delta ?? 1));
      return {};
    } catch (error) {
      throw refuse('navigateBack', words(error));
    }
  });
}

function scroll(page: OpenPage, { scrollTop, selector, duration }: Options): void {
  const { body } = page.view;
  const target = typeof selector === 'string' ? body.querySelector(selector.startsWith('#') ? `[data-wxid="${CSS.escape(selector.slice(1))}"]` : selector) : null;
  const top = target ? target.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop : Number(scrollTop ?? 0);
  body.scrollTo({ top, behavior: duration === 0 ? 'instant' : 'smooth' });
}

type Name = Move | 'navigateBack' | 'setNavigationBarTitle' | 'setNavigationBarColor' | 'showNavigationBarLoading' | 'hideNavigationBarLoading' | 'stopPullDownRefresh' | 'pageScrollTo';

export function pageApis(router: () => Router): Record<Name, Api> {
  const onTop = (name: string, act: (page: OpenPage, options: Options) => void) => defineApi(name, (options) => {
    const page = router().stack().at(-1);
    if (!page) throw refuse(name, 'no page');
    act(page, options);
    return {};
  });
  return {
    navigateTo: moveApi(router, 'navigateTo'), redirectTo: moveApi(router, 'redirectTo'), reLaunch: moveApi(router, 'reLaunch'), switchTab: moveApi(router, 'switchTab'),
    navigateBack: backApi(router),
    setNavigationBarTitle: onTop('setNavigationBarTitle', (page, { title }) => page.view.setTitle(String(title ?? ''))),
    setNavigationBarColor: onTop('setNavigationBarColor', (page, options) => page.view.setColors(String(options['frontColor']), String(options['backgroundColor']))),
    showNavigationBarLoading: onTop('showNavigationBarLoading', (page) => page.view.setLoading(true)),
    hideNavigationBarLoading: onTop('hideNavigationBarLoading', (page) => page.view.setLoading(false)),
    stopPullDownRefresh: onTop('stopPullDownRefresh', (page) => page.view.setLoading(false)),
    pageScrollTo: onTop('pageScrollTo', scroll),
  };
}
