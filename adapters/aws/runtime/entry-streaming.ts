import type { ShimSetup } from "../../../runtime/shim/create-shim.ts";
import { createHandler as createPlainHandler } from "./entry.ts";
import { outputs, runtime, SENT } from "./streaming.ts";
import type { LambdaHandler } from "./trigger.ts";

/** The Lambda handler of a function whose responses are streamed, where the runtime can stream. */
export function createHandler(user: object, setup: ShimSetup): LambdaHandler {
  const handler = createPlainHandler(user, setup);
  return (
    runtime()?.streamifyResponse(async (event, output, context) => {
      outputs.set(context, output);
      const result = await handler(event, context);
      if (result === SENT) return;
      output.write(JSON.stringify(result ?? null));
      output.end();
    }) ?? handler
  );
}
