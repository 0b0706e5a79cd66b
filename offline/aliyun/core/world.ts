import type { Blobs } from "./blobs.ts";
import type { Clock } from "./clock.ts";
import type { Debugging } from "./debugging.ts";
import type { ServiceRequest } from "./http.ts";
import type {
  EventSources,
  EventsPort,
  FunctionsPort,
  IdentitiesPort,
  LinkedRolesPort,
  LogsPort,
  ObjectsPort,
  QueuesPort,
  SessionsPort,
  TopicsPort,
} from "./ports.ts";
import type { Caller, SignatureScheme } from "./service.ts";

/** Everything one service may use of the emulator. The ports are there once all services are. */
export interface World {
  /** The one account; 16 digits. */
  readonly account: string;
  /** Region of requests that name none. */
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly debugging: Debugging;
  /** Directory for files of this run (code of functions, sockets); gone with the emulator. */
  readonly scratch: string;
  /** The command of the Python that runs functions in Python; undefined when there is none. */
  readonly python: () => Promise<string | undefined>;
  /** The settings with which a program's calls to the vendor's hostnames reach the emulator; known once it listens. */
  readonly access: Access;
  readonly functions: FunctionsPort;
  readonly queues: QueuesPort;
  readonly topics: TopicsPort;
  readonly events: EventsPort;
  readonly logs: LogsPort;
  readonly objects: ObjectsPort;
  readonly identities: IdentitiesPort;
  readonly sessions: SessionsPort;
  readonly linkedRoles: LinkedRolesPort;
  readonly sources: EventSources;
  /**
   * Returns the identity that signed a request that `serve` answers, outside the API.
   * @throws ApiError with the vendor's code when the signature is wrong or expired, or its key is unknown.
   */
  authenticate(request: ServiceRequest, signatures: readonly SignatureScheme[]): Caller;
  /** True if the policies of who signed a request that `serve` answers allow this; root may everything. */
  may(caller: Caller, action: string, resource: string, request: ServiceRequest): boolean;
  /**
   * True if what was made at this time (milliseconds) can be seen by other services. RAM and SLS answer for what is new
   * at once, but tell the rest of the cloud only after a while; here as late as the emulator is told to.
   */
  isSettled(created: number): boolean;
  /** To be called after every change, so that it is written to disk where state is kept. */
  changed(): void;
}

export interface Access {
  /** "http://127.0.0.1:<port>": API of every service in plain HTTP, and a CONNECT proxy for the real host names. */
  readonly url: string;
  /** File with the certificate of the emulator's own authority, PEM. */
  readonly certificateFile: string;
  /** File with that certificate and those that programs trust anyway, PEM. */
  readonly bundleFile: string;
  /**
   * HTTPS_PROXY, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS and their like, for a child process that must reach nothing but the
   * emulated cloud, in whatever language it is written.
   */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * For functions: Node.js and Python programs reach the vendor's host names here and every other host as they always
   * do. Programs in other languages need `environment`.
   */
  readonly workerEnvironment: Readonly<Record<string, string>>;
}
