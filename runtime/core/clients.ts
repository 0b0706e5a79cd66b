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
export function createClients(given: Clients, caller: string): Readonly<Record<string, object>> {
  const clients = { ...given };
  return new Proxy(clients, {
    get(_, name: string) {
      const make = clients[name];
      if (make) {
        const client = make(bindingOf(name), name, caller);
        clients[name] = () => client;
        return client;
      }
      // JavaScript reads these itself, and symbols: to await an object, and to write it as JSON.
      if (typeof name === "string" && name !== "then" && name !== "toJSON")
        throw new SetupError(`functions.${caller}.permissions has no "${name}"`);
    },
  }) as Readonly<Record<string, never>>;
}
