// The envelope of every cloud call: which action, for which invocation.
import { type Parts, readMultipart } from '../open-api/multipart';

export interface Envelope {
  action: string;
  /** `wxCloudApiToken`: the invocation the call belongs to. */
  token: string | null;
  /** All fields; of a multipart body those that are not text as bytes. */
  fields: Record<string, unknown>;
  bytesIn: number;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFields(contentType: string, body: Buffer): Record<string, unknown> | Parts | null {
  if (contentType.startsWith('multipart/form-data')) return readMultipart(contentType, body);
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string | null {
  if (Buffer.isBuffer(value)) return value.toString();
  return typeof value === 'string' ? value : null;
}

/** Null when the body is neither a JSON object nor a form, or names no action. */
export function readEnvelope(contentType: string, body: Buffer): Envelope | null {
  const fields = readFields(contentType, body);
  const action = fields && textOf(fields['action']);
  if (!fields || !action) return null;
  return { action, token: textOf(fields['wxCloudApiToken']) || null, fields, bytesIn: body.length };
}
