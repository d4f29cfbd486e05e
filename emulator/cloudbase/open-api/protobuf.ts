// As much of protobuf's wire format as WeChat's open interface messages use: varints and length-delimited fields.

/** Field number to its values in order: numbers as bigint, everything else as bytes. */
export type Fields = Map<number, (bigint | Buffer)[]>;

export class MalformedMessage extends Error {}

interface Cursor { buffer: Buffer; at: number }

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.buffer[cursor.at];
    if (byte === undefined) break;
    cursor.at += 1;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new MalformedMessage('a varint does not end');
}

function readBytes(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.buffer.length) throw new MalformedMessage('a field is longer than its message');
  const bytes = cursor.buffer.subarray(cursor.at, end);
  cursor.at = end;
  return bytes;
}

function readValue(cursor: Cursor, wireType: number): bigint | Buffer {
  if (wireType === 0) return readVarint(cursor);
  if (wireType === 1) return readBytes(cursor, 8);
  if (wireType === 2) return readBytes(cursor, Number(readVarint(cursor)));
  if (wireType === 5) return readBytes(cursor, 4);
  throw new MalformedMessage(`wire type ${wireType} is unknown`);
}

/** @throws MalformedMessage */
export function readMessage(buffer: Buffer): Fields {
  const fields: Fields = new Map();
  const cursor = { buffer, at: 0 };
  while (cursor.at < buffer.length) {
    const key = Number(readVarint(cursor));
    const values = fields.get(key >> 3) ?? [];
    values.push(readValue(cursor, key & 7));
    fields.set(key >> 3, values);
  }
  return fields;
}

export function bytesOf(fields: Fields, number: number): Buffer[] {
  return (fields.get(number) ?? []).filter((value) => Buffer.isBuffer(value));
}

export function numberOf(fields: Fields, number: number): number {
  const value = fields.get(number)?.at(-1);
  return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : 0;
}

function writeVarint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

/** A negative int32 takes ten bytes: it is written as 64 bits. */
export function writeNumber(number: number, value: number): Buffer {
  return Buffer.concat([writeVarint(BigInt(number << 3)), writeVarint(BigInt.asUintN(64, BigInt(value)))]);
}

export function writeBytes(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([writeVarint(BigInt((number << 3) | 2)), writeVarint(BigInt(bytes.length)), bytes]);
}
