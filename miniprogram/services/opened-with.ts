// What a shared card or a mini-program code opened a page with; whatever does not look like what it should be is nothing.

/** `scene`: of a mini-program code, encoded as in an address. */
export interface OpenedWith { invite?: string; scene?: string }

const INVITE_CODE = /^[a-z2-7]{16}$/;
const SCAN_SCENE = /^[A-Za-z0-9]{22}$/;

/** By a card's `?invite=` or by a code's scene. */
export function inviteCodeOf({ invite, scene }: OpenedWith): string | null {
  return [invite, decoded(scene)].find((text) => text !== undefined && INVITE_CODE.test(text)) ?? null;
}

export function scanSceneOf({ scene }: OpenedWith): string | null {
  const text = decoded(scene);
  return text !== undefined && SCAN_SCENE.test(text) ? text : null;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch { // a lone '%'
    return undefined;
  }
}
