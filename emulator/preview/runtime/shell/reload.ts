// Loads the page again when the mini program's files have changed.

export function reloadOnChange(): void {
  const events = new EventSource('/emulator/preview/events');
  events.addEventListener('changed', () => window.location.reload());
  window.addEventListener('pagehide', () => events.close());
}
