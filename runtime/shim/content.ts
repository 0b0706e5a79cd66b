import { native } from "./natives.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The message of a body: its headers decide how the body is read. */
interface Owner {
  readonly headers: Headers;
}

/** Half of a character. For older runtimes the bundler writes `new RegExp`, which is to run once. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** True if a text is what its bytes decode to: no byte order mark at its start, no halves of characters. */
export const isPlain = (text: string): boolean => text.charCodeAt(0) !== 0xfeff && !LONE_SURROGATE.test(text);

/** A copy of the content as bytes. */
const toBytes = (source: string | Bytes): Bytes =>
  typeof source === "string" ? new TextEncoder().encode(source) : source.slice();

/**
 * A body whose content is at hand. Node makes a stream for every body of a request or response, which costs more than
 * all the rest of it; this one is made only on demand.
 */
export class Content {
  #used = false;
  #carrier: Response | undefined;

  constructor(
    /** Undefined: there is no body, as in a GET request. Reading it gives nothing, any number of times. */
    readonly source: string | Bytes | undefined,
    carrier?: Response,
  ) {
    this.#carrier = carrier;
  }

  /** True if it has not been read and no reader holds it. */
  get untouched(): boolean {
    return !this.#used && this.#carrier === undefined;
  }

  get used(): boolean {
    return this.#carrier?.bodyUsed ?? this.#used;
  }

  async text(): Promise<string> {
    return this.#carrier ? this.#carrier.text() : this.#takeText();
  }

  async json(): Promise<unknown> {
    return this.#carrier ? this.#carrier.json() : JSON.parse(this.#takeText());
  }

  async bytes(): Promise<Bytes> {
    return this.#carrier ? new Uint8Array(await this.#carrier.arrayBuffer()) : toBytes(this.#take());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  stream(owner: Owner): ReadableStream<Bytes> | null {
    return this.source === undefined ? null : this.#carry(owner).body;
  }

  blob(owner: Owner): Promise<Blob> {
    return this.#carry(owner).blob();
  }

  formData(owner: Owner): Promise<FormData> {
    return this.#carry(owner).formData();
  }

  /** The same content once more. Throws when it was read. */
  clone(owner: Owner): Content {
    return new Content(
      this.source,
      this.untouched || this.source === undefined ? undefined : this.#carry(owner).clone(),
    );
  }

  /** Node's own object with the content, for all that needs a stream or is seldom. */
  #carry({ headers }: Owner): Response {
    if (this.#carrier === undefined) {
      const carrier = new (native().Response)(this.source, { headers });
      // Read already: then the stream is used up too.
      if (this.#used) void carrier.body?.cancel();
      this.#carrier = carrier;
    }
    return this.#carrier;
  }

  #takeText(): string {
    const source = this.#take();
    return typeof source === "string" && isPlain(source) ? source : new TextDecoder().decode(toBytes(source));
  }

  #take(): string | Bytes {
    if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
    this.#used = this.source !== undefined;
    return this.source ?? "";
  }
}
