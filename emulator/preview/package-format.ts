// The compiled mini program as the build writes it and the runtime reads it: one format, whoever loads it.

export interface Problem {
  /** An error keeps the mini program from starting. */
  level: 'error' | 'warning';
  /** Relative to the mini program's root. */
  file: string;
  /** From 1; 0 when the whole file is meant. */
  line: number;
  message: string;
}

export interface WindowConfig {
  navigationBarTitleText?: string;
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: 'black' | 'white';
  navigationStyle?: 'default' | 'custom';
  backgroundColor?: string;
  enablePullDownRefresh?: boolean;
}

export interface TabBarConfig {
  color?: string;
  selectedColor?: string;
  backgroundColor?: string;
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[];
}

export interface AppConfig {
  entryPagePath?: string;
  window?: WindowConfig;
  tabBar?: TabBarConfig;
  /** 'v2': the newer look of the built-in components. */
  style?: string;
}

export interface ComponentConfig {
  usingComponents: Record<string, string>;
  componentGenerics?: Record<string, true | { default?: string }>;
  componentPlaceholder?: Record<string, string>;
  styleIsolation?: string;
  pureDataPattern?: string;
}

export interface CompiledComponent {
  /** Without suffix: 'pages/home/home'. */
  path: string;
  isPage: boolean;
  /** Class prefix of its style scope; '' for a page, whose classes are shared. */
  scope: string;
  config: ComponentConfig;
  /** A page's own window settings. */
  window: WindowConfig;
  script: string | null;
}

/** `(require, module, exports, …)`, see emit.ts for the rest. */
export type ModuleFactory = (...parameters: unknown[]) => void;

export interface CompiledPackage {
  app: AppConfig;
  /** app.js, when there is one. */
  appScript: string | null;
  pages: string[];
  /** A component stands after those it uses. */
  components: CompiledComponent[];
  problems: Problem[];
  templates(): Record<string, (name: string) => unknown>;
  /** By path with suffix; `requires` maps what the source says to a module's path. */
  modules: Record<string, { load: ModuleFactory; requires: Record<string, string> }>;
}

/** Whether a file came with an npm package: what it may need and the mini program never reaches is judged when it runs. */
export function isOfPackage(file: string): boolean {
  return file.split('/').includes('miniprogram_npm');
}
