/**
 * Requests and responses at the price of what is used of them. Node makes a stream for every body and a signal for
 * every request; here both come into being when somebody asks for them. What a handler gets is a `Request` in every
 * other way, and what it makes with `new Response` is a `Response`.
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
class EventRequest implements WithContent {
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
  /** What Node's own functions can read. Takes the body with it, as they do. */
  toNative(): Request {
    const { url, method, headers } = this;
    const { body } = this as unknown as Request;
    return new NativeRequest(url, { method, headers, body, signal: this.plain().signal, duplex: "half" } as object);
  }
}

for (const name of Object.getOwnPropertyNames(NativeRequest.prototype)) {
  if (name in EventRequest.prototype || name in BODY_MEMBERS || name === "url" || name === "method") continue;
  const get = function (this: EventRequest): unknown {
    return Reflect.get(this.plain(), name);
  };
  Object.defineProperty(EventRequest.prototype, name, { get, configurable: true });
}
Object.defineProperties(EventRequest.prototype, BODY_MEMBERS);
Object.setPrototypeOf(EventRequest.prototype, NativeRequest.prototype);

/** A request with this text, or these bytes, as its body. `url` must be absolute and normal, as `URL.href` is. */
export const createRequest = (
  url: string,
  method: string,
  headers: () => Headers,
  source: Content["source"],
): Request => new EventRequest(url, method, headers, new Content(source)) as unknown as Request;

const toNative = (input: unknown): unknown => (input instanceof EventRequest ? input.toNative() : input);

/** A response whose body is at hand. */
class ContentResponse extends NativeResponse {
  readonly [CONTENT]: Content;
  constructor(content: Content, init?: ResponseHead) {
    super(null, init);
    this[CONTENT] = content;
  }
}
Object.defineProperties(ContentResponse.prototype, {
  ...BODY_MEMBERS,
  clone: {
    value(this: ContentResponse): Response {
      return new ContentResponse(this[CONTENT].clone(this), this);
    },
  },
});

/** A response's content, if it is at hand and nobody has touched it. */
export function contentOf(response: Response): Content["source"] {
  const content = response instanceof ContentResponse ? response[CONTENT] : undefined;
  return content?.untouched ? content.source : undefined;
}

/** Statuses that allow no body: Node's own constructor says so. */
const isNullBody = (status = 200): boolean => [101, 103, 204, 205, 304].includes(status);

function withContent(content: Content, type: string | undefined, init: ResponseHead): Response {
  if (type === undefined) return new ContentResponse(content, init);
  if (init?.headers === undefined) return new ContentResponse(content, { ...init, headers: { "content-type": type } });
  const response = new ContentResponse(content, init);
  if (!response.headers.has("content-type")) response.headers.set("content-type", type);
  return response;
}

/** What `new Response(body, init)` makes. */
function createResponse(body?: ResponseBody, init?: ResponseHead): Response {
  const isText = typeof body === "string";
  const isAtHand = isText || (body instanceof Uint8Array && body.buffer instanceof ArrayBuffer);
  if (!isAtHand || isNullBody(init?.status)) return new NativeResponse(body, init);
  if (isText) return withContent(new Content(body), "text/plain;charset=UTF-8", init);
  // Bytes are copied, because they may change until the response is sent.
  return withContent(new Content(new Uint8Array(body as Uint8Array<ArrayBuffer>)), undefined, init);
}

/** What `Response.json(data, init)` makes. */
function createJson(data: unknown, init?: ResponseHead): Response {
  const text = JSON.stringify(data);
  if (text === undefined || isNullBody(init?.status)) return NativeResponse.json(data, init);
  return withContent(new Content(text), "application/json", init);
}

let installed = false;

/**
 * Puts the global `Response`, `Request` and `fetch` in place, once. They are Node's own with two things added: a
 * response made of text or bytes stays that, and a request as it came in is taken for what it is. Classes that extend
 * them and `instanceof` work as before.
 */
export function install(): void {
  if (installed) return;
  installed = true;
  const madeResponse: typeof Response = new Proxy(NativeResponse, {
    construct: (target, [body, init], asked) =>
      asked === madeResponse ? createResponse(body, init) : Reflect.construct(target, [body, init], asked),
    get: (target, key) => (key === "json" ? createJson : Reflect.get(target, key)),
  });
  const madeRequest: typeof Request = new Proxy(NativeRequest, {
    construct: (target, [input, init], asked) =>
      Reflect.construct(target, [toNative(input), init], asked === madeRequest ? target : asked),
  });
  globalThis.Response = madeResponse;
  globalThis.Request = madeRequest;
  globalThis.fetch = new Proxy(globalThis.fetch, {
    apply: (target, self, [input, init]) => Reflect.apply(target, self, [toNative(input), init]),
  });
}
