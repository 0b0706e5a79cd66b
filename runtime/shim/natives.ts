/**
 * Node's own `Request`, `Response` and `Headers`, loaded when something needs them: that takes some 25 ms of processor time,
 * and most calls need none of them.
 */
interface Natives {
  readonly Request: typeof Request;
  readonly Response: typeof Response;
  readonly Headers: typeof Headers;
}
type Name = keyof Natives;

const found = {
  Request: Object.getOwnPropertyDescriptor(globalThis, "Request"),
  Response: Object.getOwnPropertyDescriptor(globalThis, "Response"),
  Headers: Object.getOwnPropertyDescriptor(globalThis, "Headers"),
};
let natives: Natives | undefined;
const replaced = new Map<Name, () => unknown>();
const links: ((natives: Natives) => void)[] = [];

/** Node's own classes. */
export function native(): Natives {
  if (natives === undefined) {
    natives = { Request: read("Request"), Response: read("Response"), Headers: read("Headers") };
    // To read one of them the first time makes it the global again.
    for (const [name, get] of replaced) replace(name, get);
    for (const link of links) link(natives);
  }
  return natives;
}

const read = <N extends Name>(name: N): Natives[N] =>
  (found[name]?.get ? found[name].get.call(globalThis) : found[name]?.value) as Natives[N];

/** Makes a class look like one of Node's from the moment that Node's is there. */
export function whenLoaded(link: (natives: Natives) => void): void {
  links.push(link);
}

/** Replaces a global, which can be replaced again. */
export function replace(name: Name, get: () => unknown): void {
  replaced.set(name, get);
  Object.defineProperty(globalThis, name, {
    get,
    set(value: unknown) {
      replaced.delete(name);
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    },
    configurable: true,
  });
}
