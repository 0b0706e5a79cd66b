import type { FunctionClient } from "../../../runtime/clients.ts";
import { readResult } from "../../../runtime/core/body.ts";
import { checkJson, toJson } from "../../../runtime/core/json.ts";
import { InvocationError, SetupError } from "../../../runtime/errors.ts";
import { arrived, type MemoryStore } from "./store.ts";

/** Stands for another function: gets the payload, and returns its result or throws. */
export type FunctionStub = (payload: unknown) => unknown;

/** Another function of the spec, which the test stands in for. Asynchronous calls are only recorded. */
export const functionStore = (name: string, stub: () => FunctionStub | undefined): MemoryStore => ({
  client: ({ record }): FunctionClient => ({
    async invoke(payload) {
      checkJson(`invoke of function "${name}"`, "payload", payload);
      const sent = arrived(toJson(payload));
      record({ payload: sent, mode: "sync" });
      const work = stub();
      if (work === undefined)
        throw new SetupError(
          `The function "${name}" has no stub: give the test functions: { ${name}: (payload) => ... }.`,
        );
      return readResult(toJson(await outcome(name, work, sent))) as never;
    },
    async invokeAsync(payload) {
      checkJson(`invokeAsync of function "${name}"`, "payload", payload);
      record({ payload: arrived(toJson(payload)), mode: "async" });
    },
  }),
});

async function outcome(name: string, work: FunctionStub, payload: unknown): Promise<unknown> {
  try {
    return await work(payload);
  } catch (error) {
    const { name: type, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    throw new InvocationError(`function "${name}" failed: ${type}: ${message}`, name, type, stack.split("\n"));
  }
}
