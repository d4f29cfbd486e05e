// Every collection and document of the cloud database, as JSON to unfold.
import { type Documents, world } from './api';
import { element } from './dom';
import type { Tab } from './tabs';

export function databaseTab(): Tab {
  const body = element('div', { class: 'database' });
  const unfolded = new Set<string>();
  let shown = '';

  function fold(key: string, summary: Node[], ...content: Node[]): HTMLElement {
    const made = element('details', { 'data-key': key, open: unfolded.has(key) }, element('summary', {}, ...summary), ...content);
    made.addEventListener('toggle', () => { if (made.open) unfolded.add(key); else unfolded.delete(key); });
    return made;
  }

  function collection(name: string, documents: Record<string, unknown>[]): HTMLElement {
    const rows = documents.map((document) => {
      const id = String(document['_id']);
      return fold(`${name}/${id}`, [element('code', {}, id)], element('pre', {}, JSON.stringify(document, null, 2)));
    });
    return fold(name, [element('strong', {}, name), element('span', { class: 'count' }, String(documents.length))], ...rows);
  }

  function show(collections: Documents): void {
    const text = JSON.stringify(collections);
    if (text === shown) return;
    shown = text;
    body.replaceChildren(...Object.entries(collections).map(([name, documents]) => collection(name, documents)));
  }

  return {
    id: 'database', chinese: '数据库', english: 'Database', body,
    async refresh(changed) { if (changed) show((await world.database()).collections); },
  };
}
