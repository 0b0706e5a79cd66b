/** One app on one target in one region: what a stack holds one or more of. */
export interface Deployment {
  /** Pulumi logical name of the App component; prefix of every logical name below it. */
  readonly name: string;
  /** Name of the adapter. */
  readonly target: string;
  /** Absent where the cloud has no regions. */
  readonly region?: string;
  /** Prefix of the cloud's own names, `<app>-<stack>`. */
  readonly prefix: string;
  /** Settings that only this target knows (an endpoint, ...), from the stack's configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of a plan: nothing will be created, so settings that only a stack has may be missing. */
  readonly planned?: true;
}

/** The entry point of a function's package. */
export interface Entrypoint {
  /** The handler setting of the cloud, for example "index.handler". */
  readonly handler: string;
  /** The cloud's own runtime name. */
  readonly runtime: string;
}

/** A function's package, built. */
export interface Artifact extends Entrypoint {
  /** Absolute path of the zip. */
  readonly zip: string;
  /** Hex digest of the zip. */
  readonly sha256: string;
  readonly bytes: number;
}
