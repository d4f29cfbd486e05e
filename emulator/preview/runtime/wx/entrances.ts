// How the mini program was opened: what App.onLaunch and App.onShow are told, and what getLaunchOptionsSync and getEnterOptionsSync answer.

/** `scene`: WeChat's number for the way in (场景值), such as 1047 for a mini-program code that was scanned. */
export interface EnterOptions { path: string; query: Record<string, string>; scene: number; referrerInfo: object; apiCategory: 'default' }

export interface Entrances {
  /** Somebody opened it at this page; the first time is the launch. `scene`: null where the address says no way in. */
  enter(page: { path: string; query: Record<string, string> }, scene: number | null): EnterOptions;
  launched(): EnterOptions;
  /** The latest; coming back from the background without being opened changes nothing. */
  entered(): EnterOptions;
}

/** From the list of mini programs in WeChat's Discover tab. @see 场景值列表, developers.weixin.qq.com */
const USUAL_WAY = 1001;

export function openEntrances(): Entrances {
  const nowhere: EnterOptions = { path: '', query: {}, scene: USUAL_WAY, referrerInfo: {}, apiCategory: 'default' };
  let launched = nowhere;
  let entered = nowhere;
  return {
    enter({ path, query }, scene) {
      entered = { ...nowhere, path, query, scene: scene ?? USUAL_WAY };
      if (launched === nowhere) launched = entered;
      return structuredClone(entered);
    },
    // Copies: what app code does to one is not in the next.
    launched: () => structuredClone(launched),
    entered: () => structuredClone(entered),
  };
}
