import type { Problem } from "../model/errors.ts";
import type { SupportTable } from "../model/features.ts";
import type { Remark } from "../model/remarks.ts";
import type { ResolvedApp, ResolvedFunction } from "../model/resolve.ts";
import type { Deployment } from "./deployment.ts";
import type { Lowering } from "./graph/lowering.ts";
import type { PlannedGraph } from "./graph/planned-graph.ts";
import type { Operate } from "./operate.ts";
import type { Payloads } from "./payloads.ts";
import type { ProofLevel } from "./proof.ts";
import type { Rules } from "./rules.ts";
import type { Statement } from "./shared/statements.ts";

export type { Artifact, Deployment, Entrypoint } from "./deployment.ts";

/** A target cloud's answers. Pure data and pure functions, so that checks, plans and the support matrix load no cloud SDK. */
export interface Adapter {
  readonly name: string;
  /** Display name: the cloud and its service for functions. */
  readonly title: string;
  /** Absent where the cloud has no regions: none can be given then. */
  readonly defaultRegion?: string;
  readonly support: SupportTable;
  /** The weakest proof among the answers of the support table. */
  readonly proof: ProofLevel;
  /** The cloud's limits, as data. */
  readonly rules: Rules;
  /** npm packages that deploying to this target loads, such as the provider's resources. Default: none. */
  readonly packages?: readonly string[];
  /** Settings this target accepts, name -> one sentence. Anything else in a stack file is an error. */
  readonly settings: Readonly<Record<string, string>>;
  /** Keys of `override` in a spec that apply to this target, in the order in which they are merged. */
  readonly overrides: readonly string[];
  /**
   * Of a target that can be a server on this machine: the server's address, under these settings; `undefined` where they
   * mean the real cloud. Such stacks are deployed without any real account in reach, and the server is started when
   * nothing answers.
   */
  readonly loopback?: (settings: Deployment["settings"]) => string | undefined;
  /**
   * Everything in the app that this target can't do in this deployment beyond the support table and the rules: cron
   * expressions that can't be said, fields that exclude each other. Never throws, never stops at the first.
   */
  check(app: ResolvedApp, deployment: Deployment): Problem[];
  /**
   * Remarks on settings that this target allows and that are probably wrong, for example a value that the cloud would
   * shorten silently. The caller drops silenced remarks. Never throws.
   */
  remarks?(app: ResolvedApp, deployment: Deployment): Remark[];
  /** The same, of what the app becomes. For an app without other problems. */
  checkGraph?(planned: Planned): Problem[];
  /** Remarks on what the app becomes. */
  remarksOnGraph?(planned: Planned): Remark[];
  /**
   * The statements of a function's own role. Absent if no policy lists them: tests of permissions then need a cloud.
   */
  permissions?(planned: Planned, fn: string): readonly Statement[];
  /** The parts of the function's package beside the user's code. */
  package(fn: ResolvedFunction, app: ResolvedApp): Packaging;
  /**
   * The groups of functions that share a package, on clouds whose packages hold several. A function is in one unit.
   * Default: each function has its own package.
   */
  units?(app: ResolvedApp): readonly PackageUnit[];
  /** The lowering of an app to a graph. The type of its context is erased here. */
  readonly lowering: Lowering;
  /** Operations on a deployed app: calling functions, firing triggers, reading logs. */
  readonly operate?: Operate;
  /** The cloud's payloads of events, to test functions with. Default: none can be generated. */
  readonly payloads?: () => Promise<Payloads>;
}

/** An app and what it becomes in a deployment, with plan values for what only the cloud knows. */
export interface Planned {
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
  readonly graph: PlannedGraph;
}

/** A package of several functions: a folder for each, by its name, with what `package` says of it. */
export interface PackageUnit {
  readonly functions: readonly string[];
  /** Files beside the folders, path -> text. Default: none. */
  readonly files?: Readonly<Record<string, string>>;
  /** The handler setting of the cloud. */
  readonly handler: string;
  /** The cloud's own runtime name. */
  readonly runtime: string;
}

/** The packaging of a function for a target. */
export type Packaging =
  | {
      readonly kind: "node";
      /** Syntax level for the bundler, for example "node22". */
      readonly syntax: string;
      /** Source of the entry module; imports the user's handler from `handlerModule`. */
      entry(handlerModule: string): string;
      /** The handler setting of the cloud, for example "index.handler". The bundle is `index.mjs`. */
      readonly handler: string;
      /** The cloud's own runtime name. */
      readonly runtime: string;
      /** Packages that the runtime has installed, as patterns of `external`. Default: none. */
      readonly provides?: readonly string[];
      /** Files that the target puts into the package, path -> text: for clouds that keep triggers there. Default: none. */
      readonly files?: Readonly<Record<string, string>>;
    }
  /** Files are packaged as they are (Python, custom runtimes). */
  | {
      readonly kind: "files";
      readonly handler: string;
      readonly runtime: string;
      /** The directory in which the cloud unpacks the package, for example "/var/task". */
      readonly root: string;
      /** The executable file of the package that the cloud starts, if any. */
      readonly program?: string;
      /** Python packages that the runtime brings, by their names of PyPI in lower case with hyphens. */
      readonly provides: readonly string[];
      /** Files that the target puts into the package, path -> text. Default: none. */
      readonly files?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "image" };
