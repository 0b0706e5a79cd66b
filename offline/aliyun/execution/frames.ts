import type { Duplex } from "node:stream";

/** A message between the emulator and a worker process: a JSON head, and bytes. */
export interface Frame {
  readonly head: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

const LENGTHS = 8;

/** Two lengths (32 bit, big endian), then the head as JSON, then the body. */
export function writeFrame(stream: Duplex, head: object, body: Buffer = Buffer.alloc(0)): void {
  const text = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32BE(text.length, 0);
  lengths.writeUInt32BE(body.length, 4);
  stream.write(Buffer.concat([lengths, text, body]));
}

/** Calls back for each whole frame that arrives. */
export function readFrames(stream: Duplex, onFrame: (frame: Frame) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    let rest = Buffer.alloc(0);
    // Joining only what can hold a whole frame keeps large bodies linear.
    while (size >= LENGTHS && size >= needed(chunks)) {
      const all = Buffer.concat(chunks, size);
      const headEnd = LENGTHS + all.readUInt32BE(0);
      const end = headEnd + all.readUInt32BE(4);
      onFrame({ head: JSON.parse(all.toString("utf8", LENGTHS, headEnd)), body: all.subarray(headEnd, end) });
      rest = all.subarray(end);
      chunks.splice(0, chunks.length, rest);
      size = rest.length;
    }
  });
}

function needed(chunks: Buffer[]): number {
  const [first] = chunks;
  if (first === undefined) return LENGTHS;
  if (first.length < LENGTHS) chunks.splice(0, chunks.length, Buffer.concat(chunks));
  const start = chunks[0] ?? first;
  return start.length < LENGTHS ? LENGTHS : LENGTHS + start.readUInt32BE(0) + start.readUInt32BE(4);
}
