// What a mini-program code holds: which app's which page it opens, and the scene that page is given.

export type EnvVersion = 'release' | 'trial' | 'develop';
export interface ProgramCode { app: string; page: string; scene: string; envVersion: EnvVersion }

const ENV_VERSIONS: readonly EnvVersion[] = ['release', 'trial', 'develop'];
/** WeChat's own content is not published; this stands in its place. */
const ORIGIN = 'https://wxaurl.localhost';

export function isEnvVersion(value: unknown): value is EnvVersion {
  return ENV_VERSIONS.some((version) => version === value);
}

export function contentOf({ app, page, scene, envVersion }: ProgramCode): string {
  return `${ORIGIN}/${app}?${new URLSearchParams({ page, scene, env_version: envVersion })}`;
}

/** Null when it is no mini-program code of this world. */
export function readContent(content: string): ProgramCode | null {
  if (!URL.canParse(content)) return null;
  const { origin, pathname, searchParams } = new URL(content);
  const envVersion = searchParams.get('env_version');
  if (origin !== ORIGIN || !isEnvVersion(envVersion)) return null;
  return { app: pathname.slice(1), page: searchParams.get('page') ?? '', scene: searchParams.get('scene') ?? '', envVersion };
}
