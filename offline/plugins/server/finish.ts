import { Unfinished } from "./plugin.ts";

/** Runs the steps after a creation. If one fails, the engine still records the created resource. */
export async function finish(id: string, steps: () => Promise<void>): Promise<string> {
  try {
    await steps();
    return id;
  } catch (cause) {
    throw new Unfinished(id, { cause });
  }
}
