import type { ServiceRequest } from "../core/http.ts";
import type { Caller, Service } from "../core/service.ts";

/** What the credentials of the emulator say of an access key. */
export interface Keyring {
  /** The key's secret and owner; undefined for a key nobody made here. */
  find(accessKeyId: string, securityToken: string | undefined): KnownKey | undefined;
  /** Who a request with an unknown key is taken for; undefined when unknown keys are refused. */
  readonly stranger: Caller | undefined;
  readonly anonymous: Caller;
}

export interface KnownKey {
  readonly secret: string;
  readonly caller: Caller;
  /** Milliseconds; of temporary credentials. */
  readonly expires?: number;
}

/**
 * Who signed a request.
 * @throws ApiError with the vendor's code when the signature is wrong, out of date or by nobody.
 */
export function authenticate(_service: Service, _request: ServiceRequest, keys: Keyring): Caller {
  return keys.stranger ?? keys.anonymous;
}
