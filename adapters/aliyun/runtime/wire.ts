/**
 * Protocol buffers, as much as SLS and Tablestore need (https://protobuf.dev/programming-guides/encoding/). A library
 * would be ten times the size of all of this.
 */

/** A message being written: fields in the order of the calls. */
export class Writer {
  readonly #parts: Uint8Array[] = [];

  /** Text, bytes or a message. */
  bytes(field: number, value: string | Uint8Array | Writer | undefined): this {
    if (value === undefined) return this;
    const content = value instanceof Writer ? value.finish() : typeof value === "string" ? Buffer.from(value) : value;
    return this.#varint((field << 3) | 2)
      .#varint(content.length)
      .#push(content);
  }

  /** A whole number that isn't negative, or a truth value. */
  number(field: number, value: number | boolean | undefined): this {
    return value === undefined ? this : this.#varint(field << 3).#varint(Number(value));
  }

  fixed32(field: number, value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.#varint((field << 3) | 5).#push(bytes);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Buffer.concat(this.#parts));
  }

  #varint(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
    return this.#push(Uint8Array.from(bytes));
  }

  #push(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }
}

/** A field that was read: numbers as such, everything else as its bytes. */
export interface Field {
  readonly field: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();

/** The fields of a message, in their order. */
export function* readFields(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = view.getUint8(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [field, type] = [key >>> 3, key & 7];
    if (type === 0) yield { field, number: varint(), bytes: NOTHING };
    else {
      const length = type === 2 ? varint() : type === 5 ? 4 : 8;
      const bytes = message.subarray(at, at + length);
      at += length;
      yield { field, number: type === 5 ? view.getUint32(at - 4, true) : 0, bytes };
    }
  }
}

export const readText = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
