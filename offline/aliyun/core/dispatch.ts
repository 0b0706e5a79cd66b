import type { ServiceRequest } from "./http.ts";
import type { Operation, Service } from "./service.ts";

export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** The operation that a request asks for: of several that fit, the one that takes most of the query, then of the path. */
export function findOperation(service: Service, request: ServiceRequest, path = request.rawPath): Match | undefined {
  const matches = service.operations.flatMap((operation) => {
    const params = match(operation, request, path);
    return params ? [{ operation, params }] : [];
  });
  return matches.sort((a, b) => weight(b.operation, request) - weight(a.operation, request))[0];
}

function match({ route }: Operation, request: ServiceRequest, path: string): Record<string, string> | undefined {
  if ("action" in route) return matchAction(route.action, request);
  if (route.method !== request.method) return undefined;
  if (!(route.query ?? []).every((asked) => hasQuery(request, asked))) return undefined;
  if (!(route.headers ?? []).every((name) => request.headers[name] !== undefined)) return undefined;
  const found = compile(route.path).exec(path);
  if (!found) return undefined;
  return Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, decode(text)]));
}

/** `key`, or `key=value` where one path stands for several operations. */
function hasQuery({ query }: ServiceRequest, asked: string): boolean {
  const [key = "", value] = asked.split("=");
  return value === undefined ? query.has(key) : query.get(key) === value;
}

function matchAction(action: string, request: ServiceRequest): Record<string, string> | undefined {
  const params = rpcParameters(request);
  const asked = params.Action ?? request.headers["x-acs-action"] ?? request.rawPath.split("/").at(-1);
  return asked === action ? params : undefined;
}

/** Parameters of an RPC call, which may be in the query and in a form body. */
export function rpcParameters(request: ServiceRequest): Record<string, string> {
  const form = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")
    ? new URLSearchParams(request.body.toString())
    : [];
  return Object.fromEntries([...request.query, ...form]);
}

const compiled = new Map<string, RegExp>();

/** `/a/{b}/{c+}` -> an expression with the groups b and c. */
function compile(path: string): RegExp {
  const known = compiled.get(path);
  if (known) return known;
  const source = path
    .replace(/[.*?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(\w+)(\+?)\}/g, (_, name: string, rest: string) => (rest ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`));
  const expression = new RegExp(`^${source}/?$`);
  compiled.set(path, expression);
  return expression;
}

function weight({ route }: Operation, { query }: ServiceRequest): number {
  if ("action" in route) return 0;
  const { query: asked = [], also = [], headers = [], path } = route;
  const taken = asked.length + also.filter((key) => query.has(key)).length + headers.length;
  return taken * 100 + path.replace(/\{[^}]*\}/g, "").length;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
