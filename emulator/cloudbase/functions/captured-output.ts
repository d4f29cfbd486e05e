// Turns what a function prints into lines that carry the invocation they belong to.

export type SendLine = (stream: 'out' | 'err', text: string) => void;

interface Captured { flush(): void }

/**
 * Takes over stdout and stderr. Lines travel by the same channel as the result, so that the last one is there before the answer is.
 * @returns sends a last line that has no line break yet
 */
export function captureOutput(send: SendLine): () => void {
  const captured = [capture(process.stdout, (text) => send('out', text)), capture(process.stderr, (text) => send('err', text))];
  return () => { for (const one of captured) one.flush(); };
}

function capture(stream: NodeJS.WriteStream, send: (text: string) => void): Captured {
  let rest = '';
  function write(chunk: string | Uint8Array, encodingOrDone?: BufferEncoding | (() => void), done?: () => void): boolean {
    const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : 'utf8';
    const lines = (rest + (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk)).toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) send(line);
    const finished = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (finished) process.nextTick(finished);
    return true;
  }
  stream.write = write as typeof stream.write;
  return {
    flush() {
      if (rest !== '') send(rest);
      rest = '';
    },
  };
}
