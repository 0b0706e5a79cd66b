import type { Symbolic } from "../graph/expression.ts";
import type { LoweringScope } from "../graph/lowering.ts";
import type { Place } from "./arns.ts";

/** Facts of a deployment that this adapter reads once. */
export interface AliyunContext {
  readonly place: { readonly [K in keyof Place]: Symbolic<Place[K]> };
  /** Address of the emulator on this machine, when the deployment goes there. */
  readonly endpoint?: string;
  /** Domain below which an api without a domain of its own gets its host. */
  readonly domain?: string;
  /**
   * Age in seconds at which a role or logstore is known to all services. RAM and SLS answer for what they have made before
   * every service does: FC then refuses with AccessDenied, or says that the project does not exist. The provider repeated
   * such calls for its older `fc.Service`, `fc.Function` and `fc.Trigger`, and does not for `fc.V3*`.
   * https://github.com/aliyun/serverless-aliyun-function-compute/issues/9
   */
  readonly settle: number;
  /** KMS instance that keeps secrets; without one OOS keeps them. */
  readonly kmsInstance?: string;
}

export type AliyunScope = LoweringScope<AliyunContext>;
