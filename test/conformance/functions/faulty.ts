import { defineHandler } from "polyfn/runtime";

/** What must not reach a caller, in every way in which something can be thrown. */
const SECRET = "hunter2";

const broken = (): never => {
  throw new Error(SECRET);
};

const MESSAGES = [
  () => SECRET,
  () => `ENOENT: no such file, open '/var/task/${SECRET}.json'`,
  () => `${SECRET}\n    at handler (/code/index.mjs:1:1)`,
  () => SECRET.repeat(50_000),
];

const errorOf = (text: string): Error => {
  return Object.assign(new RangeError(text, { cause: new TypeError(text) }), { statusCode: 200, body: text });
};

const VALUES: readonly ((text: string) => unknown)[] = [
  errorOf,
  (text) => text,
  (text) => ({ statusCode: 418, body: text, headers: { "x-text": SECRET } }),
  (text) => new Response(text),
  () => undefined,
  () => null,
  () => 12n,
  () => Symbol(SECRET),
  () => broken,
  () => Object.create(null),
  () => ({ toJSON: broken }),
  () => ({ toString: broken, toJSON: broken, [Symbol.toPrimitive]: broken }),
  () => Object.defineProperty(new Error("x"), "stack", { get: broken }),
  () => Object.defineProperty(new Error("x"), "message", { get: broken }),
  () => new Proxy({}, { get: broken, getPrototypeOf: broken, ownKeys: broken }),
  (text) => new AggregateError([new Error(text)], text),
  (text) => {
    const error = new Error(text);
    return Object.assign(error, { cause: error });
  },
];

/** Never answers: what nobody catches must. */
const forever = () => new Promise<Response>(() => undefined);

const WAYS: readonly ((value: unknown) => Response | Promise<Response>)[] = [
  (value) => {
    throw value;
  },
  (value) => Promise.reject(value),
  async (value) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    throw value;
  },
  (value) => {
    setTimeout(() => {
      throw value;
    });
    return forever();
  },
  (value) => {
    void Promise.reject(value);
    return forever();
  },
  (value) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(Buffer.from("begun"));
          controller.error(value);
        },
      }),
    ),
];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Fails in one of all combinations, by number. */
function fail(n: number): Response | Promise<Response> {
  const way = pick(WAYS, n);
  const value = pick(VALUES, Math.floor(n / WAYS.length));
  const text = pick(MESSAGES, Math.floor(n / WAYS.length / VALUES.length));
  return way(value(text()));
}

export default defineHandler({
  http: (request) => fail(Number(new URL(request.url).searchParams.get("n"))),
  webhook: (event) => fail(Number((event.data.body as { n: number }).n)),
});
