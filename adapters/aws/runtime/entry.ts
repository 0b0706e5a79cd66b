import { createShim, type ShimSetup } from "../../../runtime/shim/create-shim.ts";
import type { LambdaHandler } from "./trigger.ts";

/**
 * Makes the Lambda handler of a function from the user's module. `encode` makes what Lambda gets of a result.
 * @throws SetupError at once, with the function's name, when the module lacks a method that one of the triggers needs.
 */
export function createHandler(user: object, setup: ShimSetup, encode = (result: unknown) => result): LambdaHandler {
  const shim = createShim(user, setup);
  return (event, context) =>
    shim(
      event,
      {
        requestId: context.awsRequestId,
        context,
        remaining() {
          return context.getRemainingTimeInMillis();
        },
      },
      encode,
    );
}
