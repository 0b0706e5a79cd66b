import { SetupError } from "../errors.ts";

/** Client factories by the name of their resource, whatever its kind: binding and factory come from one deployment. */
export type Clients = Readonly<Record<string, ClientFactory<never>>>;

/** Makes the client of a resource from its binding. `name` is its name in the spec, `caller` the running function's. */
export type ClientFactory<F> = (binding: F, name: string, caller: string) => object;

/** A column of a key. `type` is absent where the deployment did not say it. */
interface Column {
  readonly name: string;
  readonly type?: KeyType;
}

/** Type of a key's column. */
export type KeyType = "string" | "number" | "binary";

/** The columns by which rows of a table or index are found. */
export interface TableKey {
  readonly partition: Column;
  readonly sort?: Column;
}

/**
 * Returns the binding that the deployment wrote for a name.
 * @throws SetupError when it wrote nothing.
 */
export function bindingOf<T = never>(name: string): T {
  const binding = (JSON.parse(process.env.POLYFN_RESOURCES ?? "{}") as Record<string, T>)[name];
  if (!binding) throw new SetupError(`POLYFN_RESOURCES has no "${name}": deploy again`);
  return binding;
}

/**
 * The clients as properties of one object. Each is made when it is first used, so that a function pays at its start
 * for nothing, and a missing fact is reported where it matters. To read a name without a client throws a SetupError: the
 * function has no permission for it.
 */
export function createClients(clients: Clients, caller: string): Readonly<Record<string, object>> {
  // Names that JavaScript itself asks for: to await an object, and to write it as JSON.
  const made: Record<string, unknown> = { __proto__: null, then: 0, toJSON: 0 };
  return new Proxy(clients, {
    get(_, name: string) {
      if (!(name in made) && typeof name === "string") {
        if (!clients[name]) throw new SetupError(`functions.${caller}.permissions has no "${name}"`);
        made[name] = clients[name](bindingOf(name), name, caller);
      }
      return made[name];
    },
  }) as Readonly<Record<string, never>>;
}
