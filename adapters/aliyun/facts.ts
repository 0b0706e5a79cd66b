import type { Output, ProviderResource } from "@pulumi/pulumi";
import type { Scope } from "../contract.ts";
import type { Place } from "./arns.ts";

/** What this adapter finds out once per deployment. */
export interface AliyunFacts {
  readonly place: Output<Place>;
  /** For questions to the cloud; resources inherit it from their parents. */
  readonly provider: ProviderResource;
  /** Address of the emulator on this machine, when the deployment goes there. */
  readonly endpoint?: string;
  /** Domain below which an api without a domain of its own gets its host. */
  readonly domain?: string;
  /** Age in seconds at which a role or logstore is known to all services; see `settled.ts`. */
  readonly settle: number;
  /** KMS instance that keeps secrets; without one OOS keeps them. */
  readonly kmsInstance?: string;
}

export type AliyunScope = Scope<AliyunFacts>;
