// Projections: the fields to show, or the fields to leave out.
import { NotEmulated } from '../../ports';
import { readFailed } from './refusal';
import { type Document, field, isDocument, setField, type Value } from './values';

/** Field names to their sub-fields; an empty tree is the whole field. */
interface Tree { [name: string]: Tree }

function isShown(value: Value | undefined): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

function makeTree(paths: string[]): Tree {
  const root: Tree = Object.create(null) as Tree;
  for (const path of paths) {
    let tree = root;
    for (const part of path.split('.')) {
      const below: Tree = tree[part] ?? (Object.create(null) as Tree);
      tree[part] = below;
      tree = below;
    }
  }
  return root;
}

function isWhole(tree: Tree): boolean {
  return Object.keys(tree).length === 0;
}

// A scalar where the path goes on is left out; in an array, so are scalar items.
function include(value: Value, tree: Tree): Value | undefined {
  if (isWhole(tree)) return value;
  if (Array.isArray(value)) return value.map((item) => include(item, tree)).filter((item) => item !== undefined);
  if (!isDocument(value)) return undefined;
  const shown: Document = {};
  for (const name of Object.keys(value)) {
    const below = tree[name];
    const inside = below ? include(value[name] ?? null, below) : undefined;
    if (inside !== undefined) setField(shown, name, inside);
  }
  return shown;
}

function exclude(value: Value, tree: Tree): Value {
  if (Array.isArray(value)) return value.map((item) => exclude(item, tree));
  if (!isDocument(value)) return value;
  const shown: Document = {};
  for (const name of Object.keys(value)) {
    const below = tree[name];
    if (!below || !isWhole(below)) setField(shown, name, below ? exclude(value[name] ?? null, below) : value[name] ?? null);
  }
  return shown;
}

/** Whether the fields named are the ones to show; `_id` alone may differ from the rest. */
function isInclusion(projection: Document): boolean {
  const names = Object.keys(projection).filter((name) => name !== '_id');
  const [first = '_id'] = names;
  const isShowing = isShown(projection[first]);
  const odd = names.find((name) => isShown(projection[name]) !== isShowing);
  if (odd !== undefined) throw readFailed(`Cannot do ${isShowing ? 'exclusion' : 'inclusion'} on field ${odd} in ${isShowing ? 'inclusion' : 'exclusion'} projection`);
  return isShowing;
}

function shape(value: Value | undefined): Document {
  return isDocument(value) ? value : {};
}

/** @throws DatabaseRefusal on a mix of both; NotEmulated on $slice, $elemMatch and other operators */
export function compileProjection(projection: Document): (document: Document) => Document {
  const names = Object.keys(projection);
  const operator = names.find((name) => !['number', 'boolean'].includes(typeof projection[name]));
  if (operator !== undefined) throw new NotEmulated(`projection of ${operator} by an operator`);
  if (names.length === 0) return (document) => document;
  if (!isInclusion(projection)) {
    const hidden = makeTree(names.filter((name) => !isShown(projection[name])));
    return (document) => shape(exclude(document, hidden));
  }
  const isIdShown = isShown(field(projection, '_id') ?? 1);
  const shown = makeTree([...names.filter((name) => name !== '_id'), ...(isIdShown ? ['_id'] : [])]);
  return (document) => shape(include(document, shown));
}
