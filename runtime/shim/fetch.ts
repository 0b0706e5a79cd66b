/**
 * Requests and responses that cost only what a handler uses of them. Node creates a stream for every body and a signal for
 * every request; here both are created on first use. In every other way a handler receives a `Request`, and `new Response`
 * returns a `Response`.
 */
import { Content } from "./content.ts";

const NativeRequest = globalThis.Request;
const NativeResponse = globalThis.Response;

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
  async text(this: WithContent): Promise<string> {
    return this[CONTENT].text();
  },
  async json(this: WithContent): Promise<unknown> {
    return this[CONTENT].json();
  },
  async arrayBuffer(this: WithContent): Promise<ArrayBuffer> {
    return this[CONTENT].arrayBuffer();
  },
  async bytes(this: WithContent): Promise<Uint8Array> {
    return this[CONTENT].bytes();
  },
  async blob(this: WithContent): Promise<Blob> {
    return this[CONTENT].blob(this);
  },
  async formData(this: WithContent): Promise<FormData> {
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
    return new EventRequest(this.url, this.method, () => new Headers(this.headers), this[CONTENT].clone(this));
  }
  /** Node's own request without the body, for its signal and all that is the same in every incoming request. */
  plain(): Request {
    this.#plain ??= new NativeRequest(this.url, { method: this.method });
    return this.#plain;
  }
  /** The request as Node's own functions read it. It consumes the body, as they do. */
  toNative(): Request {
    const { url, method, headers } = this;
    const { body } = this as unknown as Request;
    return new NativeRequest(url, { method, headers, body, signal: this.plain().signal, duplex: "half" } as object);
  }
}

/**
 * Makes a class look like Node's own: members that it does not define are read from Node's object, and `instanceof` holds.
 * It does not use `extends`, which would create Node's object at once.
 */
function disguise(made: { prototype: Disguised }, native: { prototype: object }, own: readonly string[]): void {
  for (const name of Object.getOwnPropertyNames(native.prototype)) {
    if (name in made.prototype || name in BODY_MEMBERS || own.includes(name)) continue;
    const get = function (this: Disguised): unknown {
      return Reflect.get(this.plain(), name);
    };
    Object.defineProperty(made.prototype, name, { get, configurable: true });
  }
  Object.defineProperties(made.prototype, BODY_MEMBERS);
  Object.setPrototypeOf(made.prototype, native.prototype);
}
interface Disguised {
  /** Node's own object, for rarely used members. */
  plain(): object;
}
disguise(EventRequest, NativeRequest, ["url", "method"]);

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
    return new ContentResponse(this[CONTENT].clone(this), this.status, new Headers(this.headers));
  }
  plain(): Response {
    return new NativeResponse();
  }
}
disguise(ContentResponse, NativeResponse, ["status", "statusText", "headers"]);

/** A response's content, if it is in memory and was not read. */
export function contentOf(response: Response): Content["source"] {
  const content =
    (response as object) instanceof ContentResponse ? (response as unknown as WithContent)[CONTENT] : undefined;
  return content?.untouched ? content.source : undefined;
}

/** True if a response needs Node's own constructor: without a body, with a text beside its status, or to be refused. */
const needsNode = ({ status = 200, statusText }: NonNullable<ResponseHead>): boolean =>
  statusText !== undefined ||
  !Number.isInteger(status) ||
  status < 200 ||
  status > 599 ||
  [204, 205, 304].includes(status);

function withContent(
  source: Content["source"],
  type: string | undefined,
  { status = 200, headers }: NonNullable<ResponseHead>,
) {
  const all = new Headers(headers);
  if (type !== undefined && !all.has("content-type")) all.set("content-type", type);
  return new ContentResponse(new Content(source), status, all) as unknown as Response;
}

/** Implements `new Response(body, init)`. */
function createResponse(body?: ResponseBody, init?: ResponseHead): Response {
  const isText = typeof body === "string";
  const isAtHand = isText || (body instanceof Uint8Array && body.buffer instanceof ArrayBuffer);
  if (!isAtHand || needsNode(init ?? {})) return new NativeResponse(body, init);
  if (isText) return withContent(body, "text/plain;charset=UTF-8", init ?? {});
  // Bytes are copied, because they may change until the response is sent.
  return withContent(new Uint8Array(body as Uint8Array<ArrayBuffer>), undefined, init ?? {});
}

/** Implements `Response.json(data, init)`. */
function createJson(data: unknown, init?: ResponseHead): Response {
  const text = JSON.stringify(data);
  if (text === undefined || needsNode(init ?? {})) return NativeResponse.json(data, init);
  return withContent(text, "application/json", init ?? {});
}

/** The headers of responses that `fetch` returned, and the responses that were made with them. */
const fetched = new WeakSet<object>();
const copies = new WeakSet<object>();

/** True if a response was made with the headers of one that `fetch` returned, such as `new Response(body, fetched)`. */
export const isCopy = (response: Response): boolean => copies.has(response);

function noteCopy(response: Response, init: ResponseHead | Response): Response {
  const { headers, url } = (init ?? {}) as Partial<Response>;
  if (url || (headers instanceof Headers && fetched.has(headers))) copies.add(response);
  return response;
}

async function noteFetched(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  fetched.add(response.headers);
  return response;
}

let installed = false;

/**
 * Replaces the global `Response`, `Request` and `fetch`, once. They are Node's own with two additions: a response made of
 * text or bytes keeps them in memory, and incoming requests are accepted as requests. Subclasses and `instanceof` work as
 * before.
 */
export function install(): void {
  if (installed) return;
  installed = true;
  const madeResponse: typeof Response = new Proxy(NativeResponse, {
    construct: (target, [body, init], asked) =>
      asked === madeResponse
        ? noteCopy(createResponse(body, init), init)
        : Reflect.construct(target, [body, init], asked),
    get: (target, key) => (key === "json" ? createJson : Reflect.get(target, key)),
  });
  const madeRequest: typeof Request = new Proxy(NativeRequest, {
    construct: (target, [input, init], asked) =>
      Reflect.construct(target, [toNative(input), init], asked === madeRequest ? target : asked),
  });
  globalThis.Response = madeResponse;
  globalThis.Request = madeRequest;
  globalThis.fetch = new Proxy(globalThis.fetch, {
    apply: (target, self, [input, init]) => noteFetched(Reflect.apply(target, self, [toNative(input), init])),
  });
}
