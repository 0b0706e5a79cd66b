import type { Fields } from "../../server/resource-type.ts";
import { retry } from "../../server/retry.ts";
import type { ApiCall } from "../api.ts";
import type { AlicloudContext } from "../clients.ts";
import { errorCode } from "../errors.ts";

/** Transient errors, also of projects and stores that were just created. */
const PASSING = /^(InternalServerError|RequestTimeout|ClientTimeout)$/;

/** Calls the log service, in a project when one is given. */
export async function sls(cloud: AlicloudContext, call: ApiCall): Promise<Fields> {
  const api = await cloud.api("sls");
  const when = (error: unknown) => PASSING.test(errorCode(error));
  return retry(() => api.call(call), { when, seconds: 120, signal: cloud.signal });
}
