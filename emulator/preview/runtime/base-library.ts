// Which base library the phone runs: today's, or the older one that `?sdk=2.20.0` in the address asks for.

/** Whose behaviour is imitated unless the address says otherwise. */
const CURRENT = '3.8.0';

// What came later than the oldest library worth trying. @see 基础库更新日志, developers.weixin.qq.com
const SINCE: Record<string, string> = {
  'button.open-type.chooseAvatar': '2.21.2', 'input.type.nickname': '2.21.2', 'getPhoneNumber.code': '2.21.2',
  'onShareAppMessage.promise': '2.12.0', 'button.open-type.agreePrivacyAuthorization': '2.32.3',
  getLaunchOptionsSync: '2.1.2', getEnterOptionsSync: '2.9.4', getPrivacySetting: '2.32.3', requirePrivacyAuthorize: '2.32.3', openPrivacyContract: '2.32.3', onNeedPrivacyAuthorization: '2.32.3',
};

export interface BaseLibrary {
  version: string;
  /** False for what came later than this library; what is not built is none of its business. */
  has(feature: string): boolean;
}

function isAtLeast(version: string, wanted: string): boolean {
  const [mine, theirs] = [version, wanted].map((each) => each.split('.').map(Number));
  const at = [0, 1, 2].find((index) => mine?.[index] !== theirs?.[index]);
  return at === undefined || (mine?.[at] ?? 0) > (theirs?.[at] ?? 0);
}

/** @throws Error for what is no version */
export function baseLibrary(asked: string | null): BaseLibrary {
  const version = asked ?? CURRENT;
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`?sdk=${version}: a base library is written as 2.20.0`);
  return { version, has: (feature) => isAtLeast(version, SINCE[feature] ?? '0.0.0') };
}

/** These members with what this library is too old for taken away: code may ask for it and finds nothing. */
export function fitting<T extends Record<string, unknown>>(library: BaseLibrary, members: T): T {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, library.has(name) ? member : undefined])) as T;
}
