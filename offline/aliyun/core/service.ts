import type { ApiError } from "./error.ts";
import type { ServiceRequest, ServiceResponse } from "./http.ts";

/** Who signed a request. */
export interface Caller {
  readonly account: string;
  readonly type: "root" | "user" | "role" | "service" | "anonymous";
  /** `acs:ram::<account>:root`, `...:user/<name>`, `...:assumed-role/<role>/<session>`, `...:service/<host>`. */
  readonly arn: string;
  readonly accessKeyId?: string;
  /** Name of the user or role whose policies decide. Root may do everything. */
  readonly principal?: string;
}

/** What a service's host name says, for example `{bucket}.oss-{region}.aliyuncs.com`. */
export interface HostFacts {
  readonly region?: string;
  readonly account?: string;
  /** The bucket, project or instance before the service's own name. */
  readonly subject?: string;
}

/** One call of an operation, signed by somebody who may make it. */
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
  | { readonly method: string; readonly path: string; readonly query?: readonly string[] }
  /** RPC: `Action=`, or the last segment of the path (Tablestore). */
  | { readonly action: string };

/** One operation of a vendor's API: what it is called, how it is asked for, who may, and what it does. */
export interface Operation {
  /** The vendor's name, for example "CreateFunction". */
  readonly name: string;
  readonly route: Route;
  /**
   * What RAM must allow: the action, for example "fc:CreateFunction", and the resource it is asked for, for example
   * "acs:fc:cn-hangzhou:123:functions/a". Absent where everybody who is somebody may (GetCallerIdentity).
   */
  readonly permission?: { readonly action: string; resource(call: Call): string | readonly string[] };
  run(call: Call): ServiceResponse | Promise<ServiceResponse>;
}

/** How a service's requests are signed. */
export type SignatureScheme = "acs3" | "roa" | "rpc" | "oss" | "sls" | "mns" | "ots";

export interface ServiceDescription {
  /** "Function Compute" */
  readonly title: string;
  /** Version of the API, for example "2023-03-30". */
  readonly version: string;
  /** The vendor's page. */
  readonly docs: string;
  readonly signatures: readonly SignatureScheme[];
}

/** One emulated service. */
export interface Service {
  readonly description: ServiceDescription;
  /** Every operation it knows, in the order of its documentation. The list of what is covered is made from it. */
  readonly operations: readonly Operation[];
  /** Whether this real host name is the service's, and what it says. */
  matches(host: string): HostFacts | undefined;
  /** Whether a request to a bare loopback address is meant for this service, from its headers, path and query alone. */
  recognises(request: ServiceRequest): HostFacts | undefined;
  /** Requests outside the API: a function's own address. Asked before the operations; unsigned. */
  serve?(request: ServiceRequest): Promise<ServiceResponse> | undefined;
  /** A refusal in the service's own form. */
  refuse(error: ApiError, request: ServiceRequest): ServiceResponse;
  /** Everything it holds, as JSON; bodies are kept as blobs. */
  snapshot(): object;
  /** Takes over what `snapshot` gave. */
  restore(state: object): void | Promise<void>;
  /** Forgets everything and ends what it runs. */
  reset(): void | Promise<void>;
}
