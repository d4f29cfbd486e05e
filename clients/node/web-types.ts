// fetch, Request and Response as far as this package looks at them: its types stand where neither Node's nor a browser's are installed.

/** A Request of whatever runtime. */
export interface FetchRequest { readonly method: string; readonly url: string; readonly headers: HeaderReader; text(): Promise<string> }
export interface HeaderReader { get(name: string): string | null }

/** The Response of whatever runtime. */
export type FetchResponse = typeof globalThis extends { Response: { prototype: infer R } } ? R : never;
type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : never;

/** The part of fetch that the door is asked by. */
export type Fetch = (address: string, init: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; redirect: 'error'; signal: Signal }) => Promise<{ status: number; text(): Promise<string> }>;
