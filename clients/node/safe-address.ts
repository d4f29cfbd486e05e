// Which addresses tokens may travel to.

/** Names under localhost are this machine for every browser (RFC 6761). */
const OWN_MACHINE = /^(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** https anywhere, http on this machine alone; else null. */
export function safeAddress(text: string): URL | null {
  try {
    const address = new URL(text);
    const { protocol, hostname, username, password } = address;
    const isSafe = protocol === 'https:' || (protocol === 'http:' && OWN_MACHINE.test(hostname));
    return isSafe && username === '' && password === '' ? address : null;
  } catch {
    return null;
  }
}
