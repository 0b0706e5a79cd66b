/**
 * Requests and responses that cost only what a handler uses of them. Node creates a stream for every body and a signal for
 * every request; here both are created on first use, and Node's classes are loaded on first use. In every other way a handler
 * receives a `Request`, and `new Response` returns a `Response`.
 */
import { Content } from "./content.ts";
import { makeHeaders } from "./headers.ts";
import { native, replace, whenLoaded } from "./natives.ts";

type ResponseBody = ConstructorParameters<typeof Response>[0];
type ResponseHead = ConstructorParameters<typeof Response>[1];

const CONTENT = Symbol("content");
interface WithContent {
  readonly [CONTENT]: Content;
  readonly headers: Headers;
}

/** The members that requests and responses have in common. */
const bodyMembers = {
  get body() {
    return (this as unknown as WithContent)[CONTENT].stream(this as unknown as WithContent);
  },
  get bodyUsed(): boolean {
    return (this as unknown as WithContent)[CONTENT].used;
  },
  text(this: WithContent): Promise<string> {
    return this[CONTENT].text();
  },
  json(this: WithContent): Promise<unknown> {
    return this[CONTENT].json();
  },
  arrayBuffer(this: WithContent): Promise<ArrayBuffer> {
    return this[CONTENT].arrayBuffer();
  },
  bytes(this: WithContent): Promise<Uint8Array> {
    return this[CONTENT].bytes();
  },
  blob(this: WithContent): Promise<Blob> {
    return this[CONTENT].blob(this);
  },
  formData(this: WithContent): Promise<FormData> {
    return this[CONTENT].formData(this);
  },
};
const BODY_MEMBERS = Object.getOwnPropertyDescriptors(bodyMembers);

/** A request as it came in. */
class EventRequest implements WithContent, Disguised {
  readonly [CONTENT]: Content;
  #headers: Headers | undefined;
  #plain: Request | undefined;
  constructor(
    readonly url: string,
    readonly method: string,
    readonly makeHeaders: () => Headers,
    content: Content,
  ) {
    this[CONTENT] = content;
  }
  get headers(): Headers {
    this.#headers ??= this.makeHeaders();
    return this.#headers;
  }
  clone(): EventRequest {
    return new EventRequest(this.url, this.method, () => makeHeaders(this.headers), this[CONTENT].clone(this));
  }
  /** Node's own request without the body, for its signal and all that is the same in every incoming request. */
  plain(): Request {
    this.#plain ??= new (native().Request)(this.url, { method: this.method });
    return this.#plain;
  }
  /** The request as Node's own functions read it. It consumes the body, as they do. */
  toNative(): Request {
    const { url, method, headers } = this;
    const { body } = this as unknown as Request;
    return new (native().Request)(url, {
      method,
      headers,
      body,
      signal: this.plain().signal,
      duplex: "half",
    } as object);
  }
}

/** Members of a request that are Node's own object's. */
const REQUEST_MEMBERS = [
  "attribute",
  "cache",
  "credentials",
  "destination",
  "duplex",
  "integrity",
  "isHistoryNavigation",
  "isReloadNavigation",
  "keepalive",
  "mode",
  "redirect",
  "referrer",
  "referrerPolicy",
  "signal",
];

/** Lets a class read members from Node's object. Members that it has itself stay. */
function borrow(made: { prototype: Disguised }, names: readonly string[], own: readonly string[]): void {
  for (const name of names) {
    if (name in made.prototype || own.includes(name)) continue;
    const get = function (this: Disguised): unknown {
      return Reflect.get(this.plain(), name);
    };
    Object.defineProperty(made.prototype, name, { get, configurable: true });
  }
}

/**
 * Makes a class look like Node's own: members that it does not define are read from Node's object, and `instanceof` holds.
 * It does not use `extends`, which would load and create Node's object at once.
 */
function disguise(made: { prototype: Disguised }, name: "Request" | "Response", own: readonly string[]): void {
  Object.defineProperties(made.prototype, BODY_MEMBERS);
  Object.defineProperty(made.prototype, Symbol.toStringTag, { value: name, configurable: true });
  whenLoaded(({ [name]: { prototype } }) => {
    borrow(made, Object.getOwnPropertyNames(prototype), own);
    Object.setPrototypeOf(made.prototype, prototype);
  });
}
interface Disguised {
  /** Node's own object, for rarely used members. */
  plain(): object;
}
borrow(EventRequest, REQUEST_MEMBERS, []);
disguise(EventRequest, "Request", ["url", "method"]);

/** A request with this text, or these bytes, as its body. `url` must be absolute and normal, as `URL.href` is. */
export const createRequest = (
  url: string,
  method: string,
  headers: () => Headers,
  source: Content["source"],
): Request => new EventRequest(url, method, headers, new Content(source)) as unknown as Request;

const toNative = (input: unknown): unknown => (input instanceof EventRequest ? input.toNative() : input);

/** A response whose body is in memory. */
class ContentResponse implements WithContent, Disguised {
  readonly [CONTENT]: Content;
  readonly statusText = "";
  readonly type = "default";
  readonly url = "";
  readonly redirected = false;
  constructor(
    content: Content,
    readonly status: number,
    readonly headers: Headers,
  ) {
    this[CONTENT] = content;
  }
  get ok(): boolean {
    return this.status < 300;
  }
  clone(): ContentResponse {
    return new ContentResponse(this[CONTENT].clone(this), this.status, makeHeaders(this.headers));
  }
  plain(): Response {
    return new (native().Response)();
  }
}
disguise(ContentResponse, "Response", ["status", "statusText", "headers", "type", "url", "redirected"]);

/** A response's content, if it is in memory and was not read. */
export function contentOf(response: Response): Content["source"] {
  const content =
    (response as object) instanceof ContentResponse ? (response as unknown as WithContent)[CONTENT] : undefined;
  return content?.untouched ? content.source : undefined;
}

const WITHOUT_BODY = [204, 205, 304];

/** True if a response needs Node's own constructor: with a text beside its status, or to be refused. */
const needsNode = ({ status = 200, statusText }: NonNullable<ResponseHead>, hasBody: boolean): boolean =>
  statusText !== undefined ||
  !Number.isInteger(status) ||
  status < 200 ||
  status > 599 ||
  (hasBody && WITHOUT_BODY.includes(status));

function withContent(
  source: Content["source"],
  type: string | undefined,
  { status = 200, headers }: NonNullable<ResponseHead>,
) {
  const all = makeHeaders(headers);
  if (type !== undefined && !all.has("content-type")) all.set("content-type", type);
  return new ContentResponse(new Content(source), status, all) as unknown as Response;
}

/** Implements `new Response(body, init)`. */
function createResponse(body?: ResponseBody, init?: ResponseHead): Response {
  const head = init ?? {};
  if (body === undefined || body === null) {
    return needsNode(head, false) ? new (native().Response)(body, init) : withContent(undefined, undefined, head);
  }
  const isText = typeof body === "string";
  const isAtHand = isText || (body instanceof Uint8Array && body.buffer instanceof ArrayBuffer);
  if (!isAtHand || needsNode(head, true)) return new (native().Response)(body, init);
  if (isText) return withContent(body, "text/plain;charset=UTF-8", head);
  // Bytes are copied, because they may change until the response is sent.
  return withContent(new Uint8Array(body as Uint8Array<ArrayBuffer>), undefined, head);
}

/** Implements `Response.json(data, init)`. */
function createJson(data: unknown, init?: ResponseHead): Response {
  const text = JSON.stringify(data);
  if (text === undefined || needsNode(init ?? {}, true)) return native().Response.json(data, init);
  return withContent(text, "application/json", init ?? {});
}

/** The headers of responses that `fetch` returned, and the responses that were made with them. */
const fetched = new WeakSet<object>();
const copies = new WeakSet<object>();

/** True if a response was made with the headers of one that `fetch` returned, such as `new Response(body, fetched)`. */
export const isCopy = (response: Response): boolean => copies.has(response);

function noteCopy(response: Response, init: ResponseHead | Response): Response {
  const { headers, url } = (init ?? {}) as Partial<Response>;
  if (url || (headers !== undefined && fetched.has(headers))) copies.add(response);
  return response;
}

async function noteFetched(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  fetched.add(response.headers);
  return response;
}

/** True for responses of both kinds. Subclasses answer for themselves. */
function isResponse(this: unknown, value: unknown): boolean {
  if (this === madeResponse && value instanceof ContentResponse) return true;
  return Function.prototype[Symbol.hasInstance].call(this as object, value);
}

/** A class in place of Node's, which is loaded when something needs it. */
const standIn = <Class extends object>(handler: ProxyHandler<Class>, load: () => Class): Class =>
  // biome-ignore lint/complexity/useArrowFunction: an arrow function is no constructor, and a class's prototype is fixed.
  new Proxy(function () {} as unknown as Class, {
    get: (_, key) => Reflect.get(load(), key),
    has: (_, key) => Reflect.has(load(), key),
    getPrototypeOf: () => Reflect.getPrototypeOf(load()),
    ...handler,
  });

const madeResponse: typeof Response = standIn<typeof Response>(
  {
    construct: (_, [body, init], asked) =>
      asked === madeResponse
        ? noteCopy(createResponse(body, init), init)
        : Reflect.construct(native().Response, [body, init], asked),
    get(_, key) {
      if (key === "json") return createJson;
      return key === Symbol.hasInstance ? isResponse : Reflect.get(native().Response, key);
    },
  },
  () => native().Response,
);

const madeRequest: typeof Request = standIn<typeof Request>(
  {
    construct: (_, [input, init], asked) =>
      Reflect.construct(native().Request, [toNative(input), init], asked === madeRequest ? native().Request : asked),
  },
  () => native().Request,
);

let installed = false;

/**
 * Replaces the global `Response`, `Request` and `fetch`, once. They are Node's own with two additions: a response made of
 * text or bytes keeps them in memory, and incoming requests are accepted as requests. Subclasses and `instanceof` work as
 * before.
 */
export function install(): void {
  if (installed) return;
  installed = true;
  replace("Response", () => madeResponse);
  replace("Request", () => madeRequest);
  replace("Headers", () => native().Headers);
  globalThis.fetch = new Proxy(globalThis.fetch, {
    apply: (target, self, [input, init]) => noteFetched(Reflect.apply(target, self, [toNative(input), init])),
  });
}
