import { Unfinished } from "./plugin.ts";

/** The steps after something was created. If one fails, the engine still learns of what is there. */
export async function finish(id: string, steps: () => Promise<void>): Promise<string> {
  try {
    await steps();
    return id;
  } catch (cause) {
    throw new Unfinished(id, { cause });
  }
}
