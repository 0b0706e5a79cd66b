import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AliyunScope } from "../context.ts";
import { functionUrl } from "./http.ts";

/** A public address; the function's shim verifies the signature before the handler runs. */
export const webhook = (scope: AliyunScope, trigger: ResolvedTrigger<"webhook">): TriggerHandle =>
  functionUrl(scope, trigger, "anonymous");
