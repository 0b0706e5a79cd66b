import { createDispatcher, type EntrySetup } from "../../../runtime/shim/dispatch.ts";
import type { AnyTrigger, FunctionSetup, LambdaContext, LambdaHandler } from "./trigger.ts";

/** What the generated entry module of a function passes. */
export type Setup = FunctionSetup & EntrySetup<AnyTrigger>;

/**
 * Makes the Lambda handler of a function from the user's module.
 * @throws SetupError at once, with the function's name, when the module lacks a method that one of the triggers needs.
 */
export function createHandler(user: object, setup: Setup): LambdaHandler {
  const { decoders, dispatch } = createDispatcher<FunctionSetup, AnyTrigger>(user, setup);
  const handler = (event: unknown, context: LambdaContext): Promise<unknown> => {
    const remaining = () => context.getRemainingTimeInMillis();
    return dispatch(event, { requestId: context.awsRequestId, context, remaining }, (result) => result);
  };
  return decoders.reduce<LambdaHandler>((made, trigger) => trigger.wrap?.(made) ?? made, handler);
}
