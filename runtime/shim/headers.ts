import { native, whenLoaded } from "./natives.ts";

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** A value that Node takes as it is. */
const VALUE = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/** True for a header that needs no conversion. Each Set-Cookie is a header of its own, so Node keeps those. */
const isPlain = (name: unknown, value: unknown): boolean =>
  typeof value === "string" && VALUE.test(value) && isName(name) && name.toLowerCase() !== "set-cookie";

const isName = (name: unknown): name is string => typeof name === "string" && NAME.test(name);

/** Headers in a map as long as that is all a handler needs of them; then Node's own, which answer everything. */
class PlainHeaders {
  readonly #values: Map<string, string>;
  #native: Headers | undefined;

  /** @param values By lower-case names. */
  constructor(values: Map<string, string>) {
    this.#values = values;
  }

  /** The values by lower-case names; `undefined` for Node's own headers, and once Node has the values. */
  static valuesOf(headers: object): ReadonlyMap<string, string> | undefined {
    return headers instanceof PlainHeaders && headers.#native === undefined ? headers.#values : undefined;
  }

  get(name: string): string | null {
    if (this.#native !== undefined || !isName(name)) return this.#toNative().get(name);
    return this.#values.get(name) ?? this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  set(name: string, value: string): void {
    if (this.#native === undefined && isPlain(name, value)) this.#values.set(name.toLowerCase(), value);
    else this.#toNative().set(name, value);
  }

  append(name: string, value: string): void {
    if (this.#native === undefined && isPlain(name, value) && !this.has(name)) this.set(name, value);
    else this.#toNative().append(name, value);
  }

  delete(name: string): void {
    if (this.#native === undefined && isName(name)) this.#values.delete(name.toLowerCase());
    else this.#toNative().delete(name);
  }

  getSetCookie(): string[] {
    return this.#native?.getSetCookie() ?? [];
  }

  forEach(callback: (value: string, name: string, headers: unknown) => void, self?: unknown): void {
    for (const [name, value] of this.#toNative()) callback.call(self, value, name, this);
  }

  keys() {
    return this.#toNative().keys();
  }

  values() {
    return this.#toNative().values();
  }

  entries() {
    return this.#toNative().entries();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return "Headers";
  }

  /** What the console shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): Headers {
    return this.#toNative();
  }

  #toNative(): Headers {
    this.#native ??= new (native().Headers)([...this.#values]);
    return this.#native;
  }
}
whenLoaded(({ Headers }) => Object.setPrototypeOf(PlainHeaders.prototype, Headers.prototype));

/** Headers as `new Headers(init)` has them; Node's own for whatever needs more than a look. */
export function makeHeaders(init: HeadersInit | undefined): Headers {
  const values = plainValues(init);
  return values === undefined ? new (native().Headers)(init) : (new PlainHeaders(values) as unknown as Headers);
}

type HeadersInit = ConstructorParameters<typeof Headers>[0];

function plainValues(init: HeadersInit | undefined): Map<string, string> | undefined {
  const values = new Map<string, string>();
  if (init === undefined) return values;
  const known = typeof init === "object" && init !== null ? PlainHeaders.valuesOf(init) : undefined;
  if (known !== undefined) return new Map(known);
  if (Object.getPrototypeOf(init) !== Object.prototype) return undefined;
  for (const [name, value] of Object.entries(init)) {
    const key = name.toLowerCase();
    if (!isPlain(name, value) || values.has(key)) return undefined;
    values.set(key, value);
  }
  return values;
}

/** Calls back for each header, sorted by name, as `headers.forEach` does while nothing changes them. */
export function eachHeader(headers: Headers, callback: (value: string, name: string) => void): void {
  const values = PlainHeaders.valuesOf(headers);
  const sorted = values === undefined ? headers : [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of sorted) callback(value, name);
}
