/** Strings that must not reach a caller. */
export const SECRET = "hunter2";

/** Messages that say the secret in a way that a platform, or a careless answer, could pass on. */
export const MESSAGES: readonly string[] = [
  SECRET,
  `ENOENT: no such file, open '/var/task/${SECRET}.json'`,
  `${SECRET}\n    at handler (/code/index.mjs:1:1)`,
  SECRET.repeat(50_000),
];

const broken = (): never => {
  throw new Error(SECRET);
};

/** Makes whatever JavaScript can throw, of a message. Functions, because some of it cannot even be looked at. */
export const THROWABLES: readonly ((text: string) => unknown)[] = [
  (text) =>
    Object.assign(new RangeError(text, { cause: new TypeError(text) }), { statusCode: 200, body: text, path: text }),
  (text) => text,
  (text) => ({ statusCode: 418, body: text, headers: { "x-text": SECRET } }),
  (text) => new Response(text),
  () => undefined,
  () => null,
  () => 0,
  () => 12n,
  () => true,
  () => Symbol(SECRET),
  () => broken,
  () => Object.create(null),
  () => ({ toJSON: broken }),
  () => ({ toString: broken, toJSON: broken, [Symbol.toPrimitive]: broken }),
  () => Object.defineProperty(new Error("x"), "stack", { get: broken }),
  () => Object.defineProperty(new Error("x"), "message", { get: broken }),
  () => Object.defineProperty(new Error("x"), "extra", { get: broken, enumerable: true }),
  () => new Proxy({}, { get: broken, getPrototypeOf: broken, ownKeys: broken }),
  (text) => new AggregateError([new Error(text)], text),
  (text) => new DOMException(text, "AbortError"),
  (text) => {
    const error: Error & { self?: Error } = new Error(text);
    return Object.assign(error, { cause: error, self: error });
  },
];

/** A response whose body fails when it has begun. */
export const failingBody = (value: unknown): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from("begun"));
        controller.error(value);
      },
    }),
  );
