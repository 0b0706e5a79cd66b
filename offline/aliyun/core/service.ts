import type { ApiError } from "./error.ts";
import type { ServiceRequest, ServiceResponse } from "./http.ts";

/** The identity that signed a request. */
export interface Caller {
  readonly account: string;
  readonly type: "root" | "user" | "role" | "service" | "anonymous";
  /** `acs:ram::<account>:root`, `...:user/<name>`, `...:assumed-role/<role>/<session>`, `...:service/<host>`. */
  readonly arn: string;
  readonly accessKeyId?: string;
  /** Name of the user or role whose policies decide. Root may do everything. */
  readonly principal?: string;
}

/** Looks up access keys in the emulator's credentials. */
export interface Keyring {
  /** Undefined for an unknown key. */
  find(accessKeyId: string): KnownKey | undefined;
  /** The caller that an unknown key stands for; undefined if such requests are refused. */
  stranger(accessKeyId: string): Caller | undefined;
  readonly anonymous: Caller;
  /** Time of the emulator, by which temporary credentials end; milliseconds. */
  now(): number;
}

export interface KnownKey {
  readonly secret: string;
  readonly caller: Caller;
  /** Of temporary credentials. */
  readonly securityToken?: string;
  /** Milliseconds; of temporary credentials. */
  readonly expires?: number;
}

/** The facts that a service's hostname carries, for example `{bucket}.oss-{region}.aliyuncs.com`. */
export interface HostFacts {
  readonly region?: string;
  readonly account?: string;
  /** The bucket, project or instance before the service's own name. */
  readonly subject?: string;
}

/** One call of an operation, authenticated and authorized. */
export interface Call {
  readonly request: ServiceRequest;
  readonly caller: Caller;
  readonly account: string;
  readonly region: string;
  readonly host: HostFacts;
  /** Values of the route's `{parameters}`, decoded; of an RPC operation all its parameters, from query and form. */
  readonly params: Readonly<Record<string, string>>;
}

export type Route =
  /** RESTful: the path template, with `{name}` for a segment and `{name+}` for the rest, and query keys that must be there. */
  | {
      readonly method: string;
      readonly path: string;
      /** Keys, or `key=value` where the value decides (SLS: `type=cursor`). */
      readonly query?: readonly string[];
      /** Further query keys that the operation takes. `admit` refuses others. */
      readonly also?: readonly string[];
      /** Header names, lower case, that must be there: OSS copies when a source is named so. */
      readonly headers?: readonly string[];
    }
  /** RPC: `Action=`, or the last segment of the path (Tablestore). */
  | { readonly action: string };

/**
 * The action, for example "fc:CreateFunction", and the resources it is asked for, for example
 * "acs:fc:cn-hangzhou:123:functions/a". No resource: nothing is asked of RAM for this call (a public object).
 */
export interface Permission {
  readonly action: string;
  resource(call: Call): string | readonly string[];
}

/** One operation of a vendor's API: what it is called, how it is asked for, who may, and what it does. */
export interface Operation {
  /** The vendor's name, for example "CreateFunction". */
  readonly name: string;
  readonly route: Route;
  /**
   * The permissions that RAM must grant, all of them. Omit if any authenticated caller may invoke it
   * (GetCallerIdentity).
   */
  readonly permission?: Permission | readonly Permission[];
  /**
   * True if this call needs no permission: without a signature, or with one by an identity whose policies don't say
   * so. An object of a public bucket is read like that. Absent: never.
   */
  anonymous?(call: Call): boolean;
  /**
   * Refuses a request that asks for more than this operation, before permissions are looked at. A service uses it where
   * one parameter turns an operation into another, so that a request it does not know never becomes a broader one.
   * @throws ApiError
   */
  admit?(request: ServiceRequest): void;
  run(call: Call): ServiceResponse | Promise<ServiceResponse>;
}

/** The signature schemes of the vendor's services. */
export type SignatureScheme = "acs3" | "acs3-address" | "fc" | "roa" | "rpc" | "oss" | "sls" | "mns" | "ots";

export interface ServiceDescription {
  /** "Function Compute" */
  readonly title: string;
  /** Version of the API, for example "2023-03-30". */
  readonly version: string;
  /** The vendor's page. */
  readonly docs: string;
  readonly signatures: readonly SignatureScheme[];
  /** Codes of refusals that this service words differently from others of its signature scheme. */
  readonly refusals?: Partial<Refusals>;
}

/** Status and code of each refusal that is decided before an operation runs. */
export interface Refusals {
  /** The request isn't signed at all. */
  readonly unsigned: Refusal;
  readonly unknownKey: Refusal;
  readonly wrongSignature: Refusal;
  /** The request is from another time than now. */
  readonly skewed: Refusal;
  /** Temporary credentials that are over, or a token that isn't theirs. */
  readonly expiredToken: Refusal;
  readonly wrongToken: Refusal;
  /** No policy allows it, or one forbids it. */
  readonly forbidden: Refusal;
  /** The operation doesn't exist. */
  readonly unknownOperation: Refusal;
}

export type Refusal = readonly [status: number, code: string];

/** One emulated service. */
export interface Service {
  readonly description: ServiceDescription;
  /** Every operation it knows, in the order of its documentation. The list of what is covered is made from it. */
  readonly operations: readonly Operation[];
  /** True if this real host name is the service's, and what it says. */
  matches(host: string): HostFacts | undefined;
  /** True if a request to a bare loopback address is meant for this service, from its headers, path and query alone. */
  recognises(request: ServiceRequest): HostFacts | undefined;
  /** The path that routes are compared with, where part of it may stand in the host name. Default: as sent. */
  path?(request: ServiceRequest, host: HostFacts): string;
  /** Requests outside the API: a function's own address. Asked before the operations; unsigned. */
  serve?(request: ServiceRequest): Promise<ServiceResponse> | undefined;
  /** True if `serve` answers for this host: a function's own address, a custom domain. Other hosts get no tunnel. */
  servesHost?(host: string): boolean;
  /** The last touch to every answer, refusals too: Tablestore signs them with the key that signed the request. */
  seal?(response: ServiceResponse, request: ServiceRequest, keys: Keyring): ServiceResponse;
  /** A refusal in the service's own form. */
  refuse(error: ApiError, request: ServiceRequest): ServiceResponse;
  /** Everything it holds, as JSON; bodies are kept as blobs. */
  snapshot(): object;
  /** Takes over what `snapshot` gave. */
  restore(state: object): void | Promise<void>;
  /** Called after every service has been restored, where one was: triggers are attached again, timers set. */
  resume?(): void | Promise<void>;
  /** Forgets everything and ends what it runs. */
  reset(): void | Promise<void>;
  /** Number of tasks in a part of the account that have begun, or that start soon on their own. */
  pending?(part: AccountPart): number;
  /** Removes the contents of a part of the account, as if they had never been: nothing is told of it. */
  empty?(part: AccountPart): void;
}

/** Resources of the account that belong together, such as one deployment of several. */
export interface AccountPart {
  /** Start of the names of functions, topics, rules and projects. */
  readonly prefix: string;
  readonly buckets: readonly string[];
  /** Queues to empty. */
  readonly queues: readonly string[];
  /** Queues whose messages are taken by triggers. */
  readonly sources: readonly string[];
  /** Instances of Tablestore. */
  readonly instances: readonly string[];
}
