import type { ResolvedResource } from "../model/resolve.ts";
import type { ResourceKind } from "../model/resources/index.ts";
import type { TriggerKind } from "../model/triggers/index.ts";
import type { Deployment } from "./deployment.ts";

/**
 * A cloud's limits as data: sizes, name rules, reserved words, counts. `shared/checks` finds violations for every
 * cloud. Rules that cannot be data are in the adapter's own `check`.
 */
export interface Rules {
  /** The cloud's name in reports. */
  readonly cloud: string;
  /** The name of its service for functions in reports. */
  readonly service: string;
  readonly package: PackageLimits;
  readonly functions: FieldRules;
  readonly triggers: { readonly [K in TriggerKind]?: FieldRules };
  readonly resources: { readonly [K in ResourceKind]?: FieldRules };
  readonly names: Names;
  /** Absent where the cloud has no regions. */
  readonly regions?: RegionRule;
  readonly tags: TagRule;
  readonly environment: EnvironmentRule;
  readonly destinations: DestinationRules;
  /** At most so many triggers of a kind on one source. */
  readonly perSource: { readonly [K in TriggerKind]?: SourceRule };
  /** The service that sends an event of a bucket to one function only. Default: every matching function receives it. */
  readonly exclusiveBucketEvents?: string;
  /** Prefix of event sources of the cloud's own services, whose events arrive on the account's default bus only. */
  readonly reservedSources?: string;
  /** Without, any invoker is taken: for clouds whose support table refuses them. */
  readonly invokers?: InvokerRule;
  /** The same of native statements. */
  readonly statements?: StatementRule;
  readonly policies: readonly PolicyRule[];
  /**
   * Inputs by which the cloud tells the resources of a native type apart, in one account and region. Two resources of a
   * type for which all of them are equal would be one resource in the cloud. Default: none.
   */
  readonly identities?: Identities;
}

/** Native type -> its identifying inputs. */
export type Identities = Readonly<Record<string, readonly string[]>>;

/** Maximum sizes of a package, in bytes. */
export interface PackageLimits {
  /** Of the zip, on the way that polyfn deploys it. */
  readonly zipped: number;
  /** Present if regions differ: the limit that holds in all of them. */
  readonly zippedInSomeRegions?: number;
  /** Of the package's files and those of its layers. */
  readonly unzipped?: number;
}

/** Place of a field, with dots; `*` stands for every entry of a list or map: `async.maxAge`, `layers.*`. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** The allowed values of a field. Values that only the deployment has are not checked. */
export interface FieldRule {
  /** The service that sets the limit, if it is not the service for functions. */
  readonly by?: string;
  /** Unit of numbers: MB, or seconds, which reports write as durations. */
  readonly unit?: "MB" | "seconds";
  readonly min?: number;
  readonly max?: number;
  /** Numbers are multiples of it. */
  readonly step?: number;
  readonly oneOf?: readonly number[];
  /** At most, or exactly, so many entries of a list or map. */
  readonly entries?: number | { readonly exactly: number };
  /** At most, of text; of anything else as JSON. */
  readonly bytes?: number;
  /** At most, of text. */
  readonly characters?: number;
  /** Of text. `form` says what it allows: "the ARN of a version of a layer". */
  readonly pattern?: { readonly of: RegExp; readonly form: string; readonly example: string };
  /** Only for functions with a trigger of this kind. */
  readonly withTrigger?: TriggerKind;
  /** A sentence after the remedy that follows from the rule: a way out. */
  readonly hint?: string;
}

/** The cloud's own names: how they are made, and what they may be. */
export interface Names {
  function(deployment: Deployment, name: string): string;
  /** Of a resource that polyfn creates. */
  resource(deployment: Deployment, resource: ResolvedResource): string;
  readonly functions: NameRule;
  readonly resources: { readonly [K in ResourceKind]: AdoptableRule };
  readonly identifier: IdentifierForm;
}

/** Full identifiers: parts between colons, one of which names the service. */
export interface IdentifierForm {
  /** The beginning of every identifier. */
  readonly start: string;
  /** The text before the service in an example. */
  readonly beforeService: string;
  /** Index of the part that names the service, from 0. */
  readonly service: number;
  /** Index of the part that names the region. Absent if none does. */
  readonly region?: number;
  /** Minimum number of parts. */
  readonly parts: number;
}

/** Regions in which the cloud runs functions. New ones appear, so an unknown one is only remarked on. */
export interface RegionRule {
  /** When the list was made: month and year. */
  readonly asOf: string;
  readonly known: readonly string[];
}

/** The rule for the names of one kind of thing. */
export interface NameRule {
  /** With its article: "a queue". */
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
  /** Prefixes that names may not have, compared without regard to case. */
  readonly reserved?: readonly string[];
  /** Suffixes that names may not have. */
  readonly reservedEnds?: readonly string[];
}

/** The same, of what may be adopted by its name or identifier. */
export interface AdoptableRule extends NameRule {
  /** Services that its identifier may name. */
  readonly services: readonly string[];
  /** Of what lies inside something else: how the two names are written together. */
  readonly inside?: string;
  /** Of what is adopted by an id of its own instead of its name: what that may be. */
  readonly id?: Pick<NameRule, "pattern" | "allowed">;
}

/** The rule for tags. */
export interface TagRule {
  /** Of one resource, the app's own included. */
  readonly max: number;
  readonly reserved: RegExp;
  /** The reason, one sentence. */
  readonly why: string;
  /** Values that the cloud refuses, and why: one sentence. */
  readonly values: { readonly allowed: RegExp; readonly why: string };
  /** Characters that the cloud takes, and what they are, in words. Default: any. */
  readonly characters?: { readonly allowed: RegExp; readonly words: string };
}

/** A function's environment. */
export interface EnvironmentRule {
  /** Names and values together. */
  readonly maxBytes: number;
  /** Names that the cloud gives values to itself. */
  readonly reserved: RegExp;
  /** The native function, and where it has its variables. */
  readonly type: string;
  readonly variables: readonly string[];
}

/** The events that the cloud sends to a destination, and the kinds of destinations that it allows. */
export interface DestinationRule {
  /** Plural: "results of asynchronous calls". */
  readonly what: string;
  readonly kinds: readonly (ResourceKind | "function")[];
}

type ByField = Readonly<Record<string, DestinationRule>>;

/** Fields that name a destination, or are a map with destinations as names. FIFO queues can be none: they need a group. */
export interface DestinationRules {
  readonly functions: ByField;
  readonly triggers: { readonly [K in TriggerKind]?: ByField };
  readonly resources: { readonly [K in ResourceKind]?: ByField };
}

export interface SourceRule {
  readonly max: number;
  /** Name of the service. */
  readonly by: string;
  /** Fields of which one names the source. */
  readonly fields: readonly string[];
}

/** The cloud's names for callers of a function. */
export interface InvokerRule {
  /** An account, or one of its users or roles. */
  readonly account: RegExp;
  /** The number of digits of an account, as a word: "twelve". */
  readonly digits: string;
  /** The principal of a service. */
  readonly service: RegExp;
  /** One of these. */
  readonly example: string;
}

/** The notation of resources and conditions in native statements. */
export interface StatementRule {
  /** Identifiers of resources. */
  readonly pattern: RegExp;
  /** In words. */
  readonly form: string;
  /** Services whose identifiers begin with a name (`bucket/object`), not with a word for its type (`table/name`). */
  readonly untyped: readonly string[];
  /** Operators of conditions, and what may stand before and after them. */
  readonly operators: readonly string[];
  readonly operatorForm: RegExp;
}

/** The limit of a policy that is an input of native resources. */
export interface PolicyRule {
  /** Name of the service. */
  readonly service: string;
  /** Characters. */
  readonly max: number;
  /** Type of the resource, and its input with the policy. */
  readonly type: string;
  readonly input: string;
}
