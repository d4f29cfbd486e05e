// Holds the newest build of one mini program: from the cache when nothing changed, compiled again when something did.
import { type Build, buildMiniProgram, describeProblem } from './build';
import { readCache, writeCache } from './cache';
import { isCurrent } from './sources';

export interface Compiler {
  /** A build of the sources as they are now. */
  current(): Promise<Build>;
  /** Whether the newest build is out of date; false before there is one. */
  isStale(): boolean;
  close(): Promise<void>;
}

export function openCompiler(root: string, cacheDirectory: string, report: (line: string) => void): Compiler {
  let newest: Build | null = readCache(cacheDirectory, root);
  let running: Promise<Build> | null = null;

  async function compile(): Promise<Build> {
    const build = await buildMiniProgram(root);
    for (const problem of build.problems) report(describeProblem(problem));
    if (!build.problems.some((problem) => problem.level === 'error')) writeCache(cacheDirectory, root, build);
    newest = build;
    return build;
  }
  return {
    async current() {
      // A change during a run is seen by the next request.
      if (running) return running;
      if (newest && isCurrent(root, newest.seen)) return newest;
      running = compile().finally(() => { running = null; });
      return running;
    },
    isStale: () => newest !== null && running === null && !isCurrent(root, newest.seen),
    async close() { await running?.catch(() => undefined); },
  };
}
