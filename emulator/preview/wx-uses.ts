// Which members of `wx` a module uses. A mere question (`if (wx.x)`, `typeof wx.x`, `wx.x && …`) is no use.
import { child, type Node, nameOf, propertyOf, walk } from './syntax-tree';

export interface WxUse { name: string; line: number; column: number }

function isQuestion(node: Node, parent: Node | undefined): boolean {
  if (!parent) return false;
  if (parent.type === 'UnaryExpression') return true;
  if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') return parent['test'] === node;
  return parent.type === 'LogicalExpression' && parent['left'] === node;
}

function use(node: Node, name: string): WxUse {
  const start = (node['loc'] as { start: { line: number; column: number } }).start;
  return { name, line: start.line, column: start.column };
}

/** `const { login, cloud } = wx` */
function destructured(node: Node): WxUse[] {
  const pattern = child(node, 'id');
  if (node.type !== 'VariableDeclarator' || nameOf(child(node, 'init')) !== 'wx' || pattern?.type !== 'ObjectPattern') return [];
  return (pattern['properties'] as Node[]).flatMap((property) => {
    const key = nameOf(child(property, 'key'));
    return key === null ? [] : [use(property, key)];
  });
}

/** `wx.login` or `wx.cloud.callFunction`; null for what hangs below those (`wx.env.USER_DATA_PATH`). */
function memberName(node: Node): string | null {
  if (node.type !== 'MemberExpression') return null;
  const object = child(node, 'object');
  const property = propertyOf(node);
  if (!object || property === null) return null;
  if (nameOf(object) === 'wx') return property;
  const owner = object.type === 'MemberExpression' ? memberName(object) : null;
  return owner === 'cloud' ? `cloud.${property}` : null;
}

export function wxUses(tree: Node): WxUse[] {
  const uses: WxUse[] = [];
  walk(tree, (node, ancestors) => {
    uses.push(...destructured(node));
    const name = memberName(node);
    if (name !== null && !isQuestion(node, ancestors.at(-1))) uses.push(use(node, name));
  });
  return uses;
}
