// Reads the multipart/form-data bodies the SDK sends: named parts, each held as bytes.

export type Parts = Record<string, Buffer>;

const HEADERS_END = Buffer.from('\r\n\r\n');

/** One part's name and content; null when its headers name none. */
function readPart(part: Buffer): { name: string; content: Buffer } | null {
  const end = part.indexOf(HEADERS_END);
  const name = /name="([^"]*)"/.exec(part.subarray(0, Math.max(end, 0)).toString())?.[1];
  if (end < 0 || name === undefined) return null;
  return { name, content: part.subarray(end + HEADERS_END.length, part.length - 2) }; // a line end belongs to the next boundary
}

/** Null without a boundary. */
export function readMultipart(contentType: string, body: Buffer): Parts | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType)?.slice(1).find(Boolean);
  if (!boundary) return null;
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Parts = Object.create(null) as Parts;
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    const part = next < 0 ? null : readPart(body.subarray(start + delimiter.length, next));
    if (part) parts[part.name] = part.content;
    start = next;
  }
  return parts;
}
