import { SetupError } from "../errors.ts";
import { createLogger } from "./log.ts";

/** The exports of a function's entry module. */
interface Entry {
  /** The user's module. */
  readonly user: Promise<object>;
}

/**
 * Makes a function's handler from a module that may fail to load. Without this, a platform would answer its callers
 * with the error. Each call of a function that could not be loaded tries to load it again, as the platforms do, and
 * fails with the error if it can't.
 * @param again Loads the whole bundle anew. The number must be part of the address, or the old one is found.
 */
export async function load<Handler>(
  user: Promise<object>,
  again: (attempt: number) => Promise<Entry>,
  create: (user: object) => Handler,
): Promise<Handler> {
  try {
    return create(await user);
  } catch (error) {
    createLogger({}).error("The handler's module could not be loaded. Each call tries again.", { error });
    return create({ default: standIn(again) });
  }
}

/** A handler that has every method. The first that works loads the module once and for all. */
function standIn(again: (attempt: number) => Promise<Entry>): object {
  let attempts = 0;
  let loaded: Record<string, unknown> | undefined;
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    if (!loaded) {
      const user = (await (await again(++attempts)).user) as { default?: object };
      loaded = (user.default ?? user) as Record<string, unknown>;
    }
    const method = loaded[name] ?? (name === "http" ? loaded.fetch : undefined);
    if (typeof method !== "function") throw new SetupError(`the handler has no method ${name}`);
    return method.apply(loaded, args);
  };
  return new Proxy(
    {},
    { get: (_, name) => (name === "fetch" ? undefined : (...args: unknown[]) => call(String(name), args)) },
  );
}
