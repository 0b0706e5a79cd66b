import type { Output, ProviderResource, Resource as PulumiResource } from "@pulumi/pulumi";
import type { Problem } from "../model/errors.ts";
import type { SupportTable } from "../model/features.ts";
import type { Remark } from "../model/remarks.ts";
import type { ResolvedApp, ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../model/resolve.ts";
import type { ResourceKind } from "../model/resources/index.ts";
import type { TriggerKind } from "../model/triggers/index.ts";
import type { Value } from "../model/value.ts";

/** One app on one target in one region: what a stack holds one or more of. */
export interface Deployment {
  /** Pulumi logical name of the App component; prefix of every logical name below it. */
  readonly name: string;
  /** Name of the adapter. */
  readonly target: string;
  readonly region: string;
  /** Prefix of the cloud's own names, `<app>-<stack>`. */
  readonly prefix: string;
  /** Settings that only this target knows (an endpoint, ...), from the stack's configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of a plan: nothing will be created, so settings that only a stack has may be missing. */
  readonly planned?: true;
}

/** A target cloud's answers. Pure data and pure functions, so that checks and the support matrix load no cloud SDK. */
export interface Adapter {
  readonly name: string;
  /** What people call it: the cloud and its service for functions. */
  readonly title: string;
  readonly defaultRegion: string;
  readonly support: SupportTable;
  /** What the cloud allows for one function. */
  readonly limits: FunctionLimits;
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
   * Everything in the app that this target can't do in this deployment beyond the support table: limits, name rules
   * after prefixing, cron expressions that can't be said. Never throws, never stops at the first.
   */
  check(app: ResolvedApp, deployment: Deployment): Problem[];
  /**
   * What this target allows but is probably wrong, for example a value that the cloud would cut short without a word.
   * Silenced remarks are left out by the caller. Never throws.
   */
  remarks?(app: ResolvedApp, deployment: Deployment): Remark[];
  /** What goes into the function's package beside the user's code. */
  package(fn: ResolvedFunction, app: ResolvedApp): Packaging;
  /** Loads the half that needs Pulumi and the cloud's SDK. Its facts are nobody else's business, so their type ends here. */
  load(): Promise<Deployer>;
}

/** How large a function may be. Sizes in bytes. */
export interface FunctionLimits {
  /** Of the zip, on the way that polyfn deploys it. */
  readonly zipped: number;
  /** Where not every region takes as much: what all of them take. */
  readonly zippedInSomeRegions?: number;
  /** Of the package's files and those of its layers. */
  readonly unzipped?: number;
  /** How many layers. */
  readonly layers: number;
  /** Of the names and values of environment variables together. */
  readonly environment: number;
}

/** How a function is bundled for a target. */
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
    }
  /** Files are packaged as they are (Python, custom runtimes). */
  | {
      readonly kind: "files";
      readonly handler: string;
      readonly runtime: string;
      /** Where the cloud unpacks the package, for example "/var/task". */
      readonly root: string;
      /** The executable file of the package that the cloud starts, if any. */
      readonly program?: string;
      /** Python packages that the runtime brings, by their names of PyPI in lower case with hyphens. */
      readonly provides: readonly string[];
    }
  | { readonly kind: "image" };

/** A function's package, built. */
export interface Artifact {
  /** Absolute path of the zip. */
  readonly zip: string;
  /** Hex digest of the zip. */
  readonly sha256: string;
  readonly bytes: number;
  readonly handler: string;
  readonly runtime: string;
}

/** What the rest of the deployment may know of something created: attributes, and the native resources by child name. */
export interface Handle {
  /** The cloud's own name. */
  readonly name: Output<string>;
  /** The cloud's full identifier (an ARN). */
  readonly id: Output<string>;
  /** Where it is called or reached, if anywhere. */
  readonly url?: Output<string>;
  /** The component that groups the native resources; a function's is the parent of what its triggers create. */
  readonly component: PulumiResource;
  /** Native resources by child name, for users who need them. */
  readonly nodes: Readonly<Record<string, PulumiResource>>;
}

/** What a trigger created. */
export interface TriggerHandle {
  /** Where it is called, if anywhere. */
  readonly url?: Output<string>;
  /** Native resources by child name. */
  readonly nodes: Readonly<Record<string, PulumiResource>>;
}

/** What an adapter finds out once per deployment: its provider, and facts such as account and partition. */
export interface Opened<Facts> {
  readonly provider: ProviderResource;
  readonly facts: Facts;
}

/** Everything a child of the deployment may need. Handles of what is created later than the asker don't exist yet. */
export interface Scope<Facts = unknown> {
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
  readonly facts: Facts;
  /** The App component: parent of every function and resource component. It carries the provider and the user's options. */
  readonly parent: PulumiResource;
  /** Throws InternalError for a resource that is not created yet. */
  resource(name: string): Handle;
  /** Throws InternalError for a function that is not created yet. */
  function(name: string): Handle;
  /** For `attach`, when all triggers exist. Throws InternalError for a trigger that is not created yet. */
  trigger(trigger: ResolvedTrigger): TriggerHandle;
  /** Literal, reference, stack configuration or Output -> Output. */
  value(value: Value): Output<string>;
  values(value: readonly Value[] | Value<string[]>): Output<string[]>;
  /** Called with each native resource's inputs before it is created: merges the spec's `override` of that child. */
  override<T extends object>(of: { override: Readonly<Record<string, unknown>> }, child: string, inputs: T): T;
}

/**
 * The half of an adapter that creates Pulumi resources. Order: `open`, every resource, every function, every trigger,
 * then `attach` for every resource, with triggers or without. The maps are total: a new kind doesn't compile until answered.
 */
export interface Deployer<Facts = unknown> {
  open(deployment: Deployment, options: { parent: PulumiResource; provider?: ProviderResource }): Opened<Facts>;
  readonly resources: { readonly [K in ResourceKind]: (scope: Scope<Facts>, resource: ResolvedResource<K>) => Handle };
  function(scope: Scope<Facts>, fn: ResolvedFunction, artifact: Artifact | undefined): Handle;
  readonly triggers: {
    readonly [K in TriggerKind]: (scope: Scope<Facts>, trigger: ResolvedTrigger<K>) => TriggerHandle;
  };
  /**
   * Children that a resource shares among all that use it, such as a bucket's one notification document or a queue's one
   * policy.
   */
  readonly attach: { readonly [K in ResourceKind]?: (scope: Scope<Facts>, resource: ResolvedResource<K>) => void };
  /** For plans, which run the program without a cloud. */
  readonly imagined: Imagination;
}

/** What the cloud would answer: values of the right form, so that a plan shows policies as they will be. */
export interface Imagination {
  /** A new resource's identifier, and its outputs beside its inputs. */
  resource(
    request: { readonly type: string; readonly name: string; readonly inputs: Readonly<Record<string, unknown>> },
    deployment: Deployment,
  ): { readonly id: string; readonly outputs: Readonly<Record<string, unknown>> };
  /** A function of the provider. */
  lookup(
    request: { readonly token: string; readonly inputs: Readonly<Record<string, unknown>> },
    deployment: Deployment,
  ): Readonly<Record<string, unknown>>;
}
