// Whether the person came to the scan page by scanning the code itself: its address alone is in any card or link that somebody sends her.
import { type OpenedWith, scanSceneOf } from './opened-with';

/** How WeChat opened the mini program last; `path` begins without a slash. */
export interface Entered { path: string; query: OpenedWith; scene: number }

export interface ScannedPorts {
  entered(): Entered;
  /** `heard` whenever the mini program comes to the front, before a page is opened by that. */
  onFront(heard: () => void): void;
}

export interface Scanned {
  /** What the page was opened with, if the camera read it; null for any other way here. A scan opens the page once: to lead back to it is no scan. */
  sceneOf(openedWith: OpenedWith): string | null;
}

const SCAN_PAGE = 'pages/scan/scan';

/**
 * 扫描小程序码. Not 1048 (pressed long) nor 1049 (from the album): there the code is a picture on the phone, and whoever
 * phishes sends his as one. @see 场景值列表, developers.weixin.qq.com
 */
const BY_THE_CAMERA = 1047;

export function openScanned({ entered, onFront }: ScannedPorts): Scanned {
  let isSpent = false;
  onFront(() => { isSpent = false; });
  return {
    sceneOf(openedWith) {
      if (isSpent) return null;
      isSpent = true;
      const { path, query, scene } = entered();
      if (scene !== BY_THE_CAMERA || path !== SCAN_PAGE) return null;
      // WeChat keeps the way in while pages change, so the page's own scene must be the one that was read.
      const read = scanSceneOf(query);
      return read === scanSceneOf(openedWith) ? read : null;
    },
  };
}
