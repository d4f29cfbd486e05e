// Walks a JavaScript syntax tree; the few node shapes the build asks about are named here.
import { type Node as AcornNode, parse } from 'acorn';

/** A node with its fields unread. */
export type Node = AcornNode & Record<string, unknown>;

/** @throws SyntaxError with `loc` */
export function parseScript(code: string, ecmaVersion: 5 | 2020): Node {
  return parse(code, { ecmaVersion, sourceType: 'script', allowReturnOutsideFunction: true, locations: true }) as unknown as Node;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Calls `enter` for the node and everything below it, parents first. */
export function walk(node: Node, enter: (node: Node, ancestors: readonly Node[]) => void, ancestors: readonly Node[] = []): void {
  enter(node, ancestors);
  const below = [...ancestors, node];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) { for (const item of value) if (isNode(item)) walk(item, enter, below); }
    else if (isNode(value)) walk(value, enter, below);
  }
}

export function child(node: Node, field: string): Node | null {
  const value = node[field];
  return isNode(value) ? value : null;
}

/** The text of `'…'`, or null when the node is no string. */
export function stringOf(node: Node | null | undefined): string | null {
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : null;
}

export function nameOf(node: Node | null | undefined): string | null {
  return node?.type === 'Identifier' ? String(node['name']) : null;
}

/** `b` of `a.b` and `a['b']`. */
export function propertyOf(node: Node): string | null {
  const property = child(node, 'property');
  return node['computed'] === true ? stringOf(property) : nameOf(property);
}
