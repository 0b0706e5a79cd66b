import type { ShimSetup } from "../../../runtime/shim/create-shim.ts";
import { checkText } from "../../../runtime/shim/size.ts";
import { createHandler as createPlainHandler } from "./entry.ts";
import { SYNC_LIMIT } from "./limits.ts";
import type { LambdaHandler } from "./trigger.ts";

/** The Lambda handler of a function whose callers read its result: it fails, with its size, where Lambda would refuse it. */
export const createHandler = (user: object, setup: ShimSetup): LambdaHandler =>
  createPlainHandler(user, setup, (result) => {
    checkText(JSON.stringify(result) ?? "", SYNC_LIMIT);
    return result;
  });
