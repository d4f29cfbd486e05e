// Turns WXSS into CSS for the browser's document: @import, rpx, viewport units, and the scope of each page and component.
import path from 'node:path';
import type { AtRule, CssSyntaxError, Declaration, Parser, Root, Rule } from 'postcss';
import type { CompiledComponent, Problem } from './package-format';
import { type Place, rewriteSelector } from './selectors';
import type { Sources } from './sources';

interface Sheet { parse: Parser<Root>; sources: Sources; problems: Problem[]; place: Place; importing: string[] }

/** The shell sets --rpx, --vw and --vh to the size of the phone, which need not be that of the window. */
export function phoneUnits(value: string): string {
  return value.split(/("[^"]*"|'[^']*'|url\([^)]*\))/).map((part, index) => (index % 2 ? part
    : part.replace(/(?<![\w-])(-?(?:\d+\.?\d*|\.\d+))(rpx|vw|vh)\b/g, (_, amount: string, unit: string) => `calc(var(--${unit}) * ${amount})`))).join('');
}

function rewriteDeclaration(sheet: Sheet, file: string, declaration: Declaration): void {
  if (/url\(\s*["']?(?!["']|data:|https?:|\/\/)/.test(declaration.value)) {
    sheet.problems.push({ level: 'warning', file, line: declaration.source?.start?.line ?? 0, message: 'a phone does not load local files from WXSS: use <image>, a data: or an https: address' });
  }
  declaration.value = phoneUnits(declaration.value);
}

function isKeyframe(rule: Rule): boolean {
  return rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes');
}

function imported(sheet: Sheet, file: string, rule: AtRule): Root | null {
  const request = /^(?:url\()?\s*["']([^"']+)["']/.exec(rule.params)?.[1];
  if (!request) return null;
  const target = request.startsWith('/') ? request.slice(1) : path.posix.join(path.posix.dirname(file), request);
  if (!sheet.sources.exists(target)) sheet.problems.push({ level: 'error', file, line: rule.source?.start?.line ?? 0, message: `@import: ${target} is not found` });
  return sheet.importing.includes(target) ? null : parseSheet({ ...sheet, importing: [...sheet.importing, target] }, target);
}

function parseSheet(sheet: Sheet, file: string): Root {
  const root = sheet.parse(sheet.sources.read(file) ?? '', { from: file });
  root.walkAtRules('import', (rule) => {
    const found = imported(sheet, file, rule);
    if (found) rule.replaceWith(found.nodes); else rule.remove();
  });
  return root;
}

function rewrite(sheet: Sheet, file: string): string {
  const root = parseSheet(sheet, file);
  root.walkRules((rule) => {
    if (!isKeyframe(rule)) rule.selectors = rule.selectors.map((selector) => rewriteSelector(selector, sheet.place));
  });
  root.walkDecls((declaration) => rewriteDeclaration(sheet, file, declaration));
  // A media query knows no variables: rpx counts as on a phone 375 wide.
  root.walkAtRules((rule) => { rule.params = rule.params.replace(/(\d+(?:\.\d+)?)rpx\b/g, (_, amount: string) => `${Number(amount) / 2}px`); });
  return root.toString();
}

function compileSheet(sheet: Omit<Sheet, 'place' | 'importing'>, file: string, place: Place): string {
  if (!sheet.sources.exists(file)) return '';
  try {
    return rewrite({ ...sheet, place, importing: [file] }, file);
  } catch (error) {
    if ((error as Error).name !== 'CssSyntaxError') throw error;
    const { reason, line = 0 } = error as CssSyntaxError;
    sheet.problems.push({ level: 'error', file, line, message: reason });
    return '';
  }
}

/** One style sheet for the whole mini program: app, then components, then pages, which override them. */
export async function compileStyles(sources: Sources, components: CompiledComponent[], problems: Problem[]): Promise<string> {
  const { parse } = (await import('postcss')).default;
  const sheet = { parse, sources, problems };
  const inOrder = [...components.filter((component) => !component.isPage), ...components.filter((component) => component.isPage)];
  const sheets = inOrder.map((component) => compileSheet(sheet, `${component.path}.wxss`,
    component.isPage ? { kind: 'page', path: component.path } : { kind: 'component', scope: component.scope }));
  return [compileSheet(sheet, 'app.wxss', { kind: 'app' }), ...sheets].filter(Boolean).join('\n');
}
