// Sheets and dialogs that lie over the pages: what lies behind takes no keys, Escape cancels the topmost, and the focus comes back afterwards.

export interface Layers {
  /** `dismiss` answers as who cancels. Returns what is called once it is answered. */
  open(kind: LayerKind, dismiss: () => void): () => void;
  dismiss(kind?: LayerKind): void;
}

export type LayerKind = 'sheet' | 'dialog';
interface Layer { kind: LayerKind; dismiss(): void }

/** To a field the keyboard would come back as well. */
function giveFocusBack(before: Element | null): void {
  if (before instanceof HTMLElement && before !== document.body && !before.matches('input, textarea')) before.focus({ preventScroll: true });
}

export function openLayers(behind: HTMLElement[]): Layers {
  let layers: Layer[] = [];
  const become = (next: Layer[]) => { layers = next; for (const each of behind) each.inert = next.length > 0; };

  document.addEventListener('keydown', (event) => {
    const top = layers.at(-1);
    if (event.key !== 'Escape' || event.isComposing || !top) return;
    event.preventDefault();
    top.dismiss();
  });
  return {
    open(kind, dismiss) {
      const before = document.activeElement;
      const layer = { kind, dismiss };
      become([...layers, layer]);
      return () => { become(layers.filter((each) => each !== layer)); giveFocusBack(before); };
    },
    dismiss(kind) {
      for (const layer of [...layers].reverse()) if (kind === undefined || layer.kind === kind) layer.dismiss();
    },
  };
}
