import { native, whenLoaded } from "./natives.ts";

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** A value that Node takes as it is. */
const VALUE = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

/** True for a header that needs no conversion. Each Set-Cookie is a header of its own, so Node keeps those. */
const isPlain = (name: unknown, value: unknown): value is string =>
  typeof value === "string" && VALUE.test(value) && isName(name) && name.toLowerCase() !== "set-cookie";

const isName = (name: unknown): name is string => typeof name === "string" && NAME.test(name);

type Given = Readonly<Record<string, string | undefined>>;

/** Headers as they were given, as long as that is all a handler needs of them; then Node's own, which answer everything. */
class PlainHeaders {
  /** By lower-case names. Absent until there is more to do than to look one up. */
  #values: Map<string, string> | undefined;
  readonly #given: readonly Given[];
  readonly #make: () => Headers;
  #native: Headers | undefined;

  /**
   * @param values The headers, or undefined if `given` has them, as nobody checked them yet.
   * @param make Makes Node's headers of what was given.
   */
  constructor(
    values: Map<string, string> | undefined,
    given: readonly Given[] = [],
    make = () => new (native().Headers)(),
  ) {
    this.#values = values;
    this.#given = given;
    this.#make = make;
  }

  /** The values by lower-case names; `undefined` for Node's own headers, and once Node has the values. */
  static valuesOf(headers: object): ReadonlyMap<string, string> | undefined {
    return headers instanceof PlainHeaders ? headers.#own() : undefined;
  }

  #own(): Map<string, string> | undefined {
    if (this.#native !== undefined) return undefined;
    this.#values ??= plainValues(Object.assign({}, ...this.#given));
    if (this.#values === undefined) this.#toNative();
    return this.#values;
  }

  #toNative(): Headers {
    this.#native ??= this.#values === undefined ? this.#make() : new (native().Headers)([...this.#values]);
    return this.#native;
  }

  get(name: string): string | null {
    if (this.#native !== undefined || !isName(name)) return this.#toNative().get(name);
    const key = name.toLowerCase();
    if (this.#values !== undefined) return this.#values.get(key) ?? null;
    const value = findOne(this.#given, key);
    if (value === null) return null;
    return isPlain(key, value) ? value : this.#toNative().get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  set(name: string, value: string): void {
    const values = this.#own();
    if (values !== undefined && isPlain(name, value)) values.set(name.toLowerCase(), value);
    else this.#toNative().set(name, value);
  }

  append(name: string, value: string): void {
    if (this.has(name)) this.#toNative().append(name, value);
    else this.set(name, value);
  }

  delete(name: string): void {
    const values = this.#own();
    if (values !== undefined && isName(name)) values.delete(name.toLowerCase());
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
}
whenLoaded(({ Headers }) => Object.setPrototypeOf(PlainHeaders.prototype, Headers.prototype));

/** Headers as `new Headers(init)` has them; Node's own for whatever needs more than a look. */
export function makeHeaders(init: HeadersInit | undefined): Headers {
  const values = plainValues(init);
  return values === undefined ? new (native().Headers)(init) : (new PlainHeaders(values) as unknown as Headers);
}

/**
 * The value of a header, whose name is in any case: null if there is none, undefined if there are several.
 * @param key The name in lower case.
 */
function findOne(given: readonly Given[], key: string): string | null | undefined {
  let found: string | null = null;
  for (const part of given) {
    for (const name in part) {
      if (name.length !== key.length || name.toLowerCase() !== key) continue;
      if (found !== null) return undefined;
      found = part[name] ?? null;
    }
  }
  return found;
}

/**
 * Headers of an event, checked when they are asked for.
 * @param given The headers, in one object or, because to join them takes time, in several.
 * @param make Makes Node's headers of them, whatever they are.
 */
export const lazyHeaders = (given: readonly Given[], make: () => Headers): Headers =>
  new PlainHeaders(undefined, given, make) as unknown as Headers;

type HeadersInit = ConstructorParameters<typeof Headers>[0];

function plainValues(init: HeadersInit | Given | undefined): Map<string, string> | undefined {
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
