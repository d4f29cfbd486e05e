// Writes the compiled package as one script; app code in it meets the globals of a phone, not those of a browser.
import type { Graph } from './graph';
import type { Problem } from './package-format';
import { scriptOf } from './resolve';
import type { Script } from './scripts';
import type { Sources } from './sources';

/** What the runtime hands to each module, in this order. */
export const MODULE_PARAMETERS = ['require', 'module', 'exports', 'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages', 'Date', 'global', 'globalThis'];

// Absent on a phone: code that touches them fails here as it does in WeChat.
const ABSENT_ON_A_PHONE = [
  'window', 'self', 'document', 'location', 'history', 'navigator', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'fetch', 'XMLHttpRequest',
  'WebSocket', 'EventSource', 'Worker', 'Request', 'Response', 'Headers', 'FormData', 'Blob', 'File', 'FileReader', 'URL', 'URLSearchParams', 'TextEncoder',
  'TextDecoder', 'AbortController', 'crypto', 'performance', 'structuredClone', 'atob', 'btoa', 'alert', 'confirm', 'prompt', 'open', 'parent', 'top', 'frames', 'opener',
  'postMessage', 'requestAnimationFrame', 'cancelAnimationFrame', 'Image', 'Audio', 'Notification', 'process', 'Buffer', 'Function',
];

// The inner function lets the code declare a `top` or `open` of its own.
function moduleText(script: Script): string {
  const parameters = [...MODULE_PARAMETERS, ...ABSENT_ON_A_PHONE].join(', ');
  return `${JSON.stringify(script.file)}: { requires: ${JSON.stringify(script.requires)}, load: function (${parameters}) {\n(function () {\n${script.code}\n})();\n} }`;
}

export interface Parts { graph: Graph; templates: string; scripts: Script[]; problems: Problem[]; sources: Sources }

export function emitPackage({ graph, templates, scripts, problems, sources }: Parts): string {
  const { app, pages, components } = graph;
  const failed = problems.some((problem) => problem.level === 'error');
  return `"use strict";
globalThis.miniProgram = {
app: ${JSON.stringify(app)},
appScript: ${JSON.stringify(scriptOf(sources, 'app'))},
pages: ${JSON.stringify(pages)},
components: ${JSON.stringify(components)},
problems: ${JSON.stringify(problems)},
templates: function () { return ${failed ? '{}' : templates}; },
modules: {
${failed ? '' : scripts.map(moduleText).join(',\n')}
} };
`;
}
