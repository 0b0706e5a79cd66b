import type { ACCESS, Access } from "../../../model/access.ts";
import type { ResolvedPermission } from "../../../model/resolve.ts";
import type { SignedUrlOptions } from "../../../runtime/clients.ts";

/** The role of a function does not allow what a client was asked for. Clouds refuse such calls with codes of their own. */
export class PermissionError extends Error {
  override readonly name = "PermissionError";
}

type Kind = keyof typeof ACCESS;
type Methods<K extends Kind> = Readonly<Record<(typeof ACCESS)[K][number], readonly string[]>>;

/** Methods of the clients of each kind, by the access that allows them. `signedUrl` needs that of its `method`. */
const METHODS: { readonly [K in Kind]: Methods<K> } = {
  bucket: { read: ["get", "head", "list"], write: ["put", "delete"] },
  queue: { send: ["send", "sendBatch"], receive: ["receive"] },
  topic: { publish: ["publish", "publishBatch"] },
  stream: { put: ["put"] },
  table: { read: ["get", "getBatch", "query"], write: ["put", "putBatch", "update", "delete", "deleteBatch"] },
  bus: { put: ["put"] },
  secret: { read: ["value"] },
  key: {},
  api: {},
  function: { invoke: ["invoke", "invokeAsync"] },
};

type AnyMethod = (...args: never[]) => unknown;

/** A client whose methods are refused where the function lacks the permission, as its role would. */
export function permitted(client: object, { name, kind, access }: ResolvedPermission, fn: string): object {
  const refuse = (method: string, verb: string): never => {
    throw new PermissionError(
      `${method} of ${kind} "${name}": the function "${fn}" may ${access.join(" and ")} it, not ${verb}. Add "${verb}" to its permissions on "${name}".`,
    );
  };
  const limited: Record<string, unknown> = { ...client };
  for (const [verb, methods] of Object.entries(METHODS[kind])) {
    if (access.includes(verb as Access)) continue;
    for (const method of methods) limited[method] = refusing(method, () => refuse(method, verb));
  }
  const { signedUrl } = client as { signedUrl?: (key: string, options?: SignedUrlOptions) => Promise<string> };
  if (signedUrl === undefined) return limited;
  limited.signedUrl = async (key: string, options: SignedUrlOptions = {}) => {
    const verb = options.method === "put" ? "write" : "read";
    const address = await signedUrl(key, options);
    return access.includes(verb) ? address : refuse("signedUrl", verb);
  };
  return limited;
}

/** `list` fails when it is iterated, as the real one does; every other method rejects. */
const refusing = (method: string, refuse: () => never): AnyMethod =>
  method === "list"
    ? // biome-ignore lint/correctness/useYield: it fails before the first item.
      async function* () {
        refuse();
      }
    : async () => refuse();
