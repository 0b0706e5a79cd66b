import fc from "fast-check";

/** What must not reach a caller. */
export const SECRET = "hunter2";

const message = fc.oneof(
  fc.constant(SECRET),
  fc.constant(`ENOENT: no such file, open '/var/task/${SECRET}.json'`),
  fc.constant(`${SECRET}\n    at handler (/code/index.mjs:1:1)`),
  fc.constant(SECRET.repeat(50_000)),
  fc.string().map((text) => `${SECRET} ${text}`),
);

const broken = (): never => {
  throw new Error(SECRET);
};

/** An error that says the secret in every way it can. */
const errorOf = (text: string) =>
  Object.assign(new RangeError(text, { cause: new TypeError(text) }), { statusCode: 200, body: text, path: text });

/** Makes whatever JavaScript can throw. A function, because some of it cannot even be looked at. */
export const thrown: fc.Arbitrary<() => unknown> = fc.oneof(
  message.map((text) => () => errorOf(text)),
  message.map((text) => () => text),
  message.map((text) => () => ({ statusCode: 418, body: text, headers: { "x-text": "a" } })),
  message.map((text) => () => new Response(text)),
  fc.constantFrom<() => unknown>(
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
    () => new AggregateError([new Error(SECRET)], SECRET),
    () => new DOMException(SECRET, "AbortError"),
    () => {
      const error: Error & { self?: Error } = new Error(SECRET);
      return Object.assign(error, { cause: error, self: error });
    },
  ),
);

/** Ways to fail with it. */
export const failures: Readonly<Record<string, (value: unknown) => Response | Promise<Response>>> = {
  "a throw": (value) => {
    throw value;
  },
  "a rejected promise": (value) => Promise.reject(value),
  "a late throw": async (value) => {
    await new Promise((resolve) => setImmediate(resolve));
    throw value;
  },
  "a body that fails": (value) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(Buffer.from("begun"));
          controller.error(value);
        },
      }),
    ),
};
