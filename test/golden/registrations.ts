import { runtime, secret } from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { RegisterResourceRequest, ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { vi } from "vitest";
import type { Deployment } from "../../adapters/contract.ts";
import type { Configuration } from "../../infra/configuration.ts";
import { ProgramError } from "../../infra/program-errors.ts";
import { record } from "../infra/recording.ts";
import { adapterFor } from "../../infra/targets.ts";
import { formatPath, type Problem, SpecError } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import { readable, sorted } from "./readable.ts";

/** One resource as the engine is asked to register it. Other resources are named "<type> <logical name>". */
export interface Registration {
  readonly parent?: string;
  readonly inputs?: unknown;
  /** Resources whose outputs an input is made of, by the input's name. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
  /** Resources that it waits for beside those that its inputs refer to. */
  readonly dependsOn?: readonly string[];
  /** Present if it is not the provider of the whole plan. */
  readonly provider?: string;
  /** The providers that a component hands to its children. */
  readonly providers?: Readonly<Record<string, string>>;
  /** The other resource options that were set. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The kept record of a spec in a place. */
export type Kept =
  | {
      /** The provider of every native resource that names no other. */
      readonly provider: string;
      /** Provider functions that are called, with their arguments. */
      readonly lookups: readonly string[];
      /** "<path>: <code>" of each. */
      readonly remarks: readonly string[];
      /** By "<type> <logical name>". */
      readonly resources: Readonly<Record<string, Registration>>;
    }
  /** The spec is refused: "<path>: <code>" of each problem. */
  | { readonly refused: readonly string[] };

/** Every value is encrypted, so that a plan shows where secrets go. */
export const configuration: Configuration = { get: (key) => secret(`<${key}>`) };

/** The registrations of a program while it runs. */
export interface Run {
  readonly onRemarks: (remarks: readonly Remark[]) => void;
}

/** Runs a program that makes one App, and returns everything that the engine is asked to do. */
export async function registrationsOf(deployment: Deployment, program: (run: Run) => Promise<unknown>): Promise<Kept> {
  const values = (await adapterFor(deployment.target)).lowering.planValues(deployment);
  const remarks: string[] = [];
  let seen: Seen | undefined;
  const watched = async (): Promise<void> => {
    seen = watch();
    await program({ onRemarks: (found) => void remarks.push(...found.map(placeAndCode)) });
  };
  const options = { values, packages: new Map<string, string>(), project: "golden", stack: "golden" };
  try {
    await record(watched, options);
  } catch (error) {
    const cause = error instanceof ProgramError ? error.cause : error;
    if (cause instanceof SpecError) return { refused: cause.problems.map(placeAndCode).sort() };
    throw cause;
  }
  if (seen === undefined) throw new Error("The program did not run.");
  const { registered, invoked } = seen;
  return {
    ...plannedOf(registered()),
    lookups: [...new Set(invoked().map(lookup))].sort(),
    remarks: remarks.sort(),
  };
}

const placeAndCode = ({ path, code }: Problem): string => `${formatPath(path)}: ${code}`;

interface Seen {
  registered(): RegisterResourceRequest[];
  invoked(): ResourceInvokeRequest[];
}

/** Notes what reaches the monitor of the running program. */
function watch(): Seen {
  const monitor = runtime.getMonitor();
  if (monitor === undefined) throw new Error("There is no monitor.");
  const registerResource = vi.spyOn(monitor, "registerResource");
  const invoke = vi.spyOn(monitor, "invoke");
  return {
    registered: () => registerResource.mock.calls.map(([request]) => request),
    invoked: () => invoke.mock.calls.map(([request]) => request),
  };
}

const lookup = (request: ResourceInvokeRequest): string =>
  `${request.getTok()} ${JSON.stringify(sorted(request.getArgs()?.toJavaScript() ?? {}))}`;

function plannedOf(requests: readonly RegisterResourceRequest[]) {
  const provider = labelOf(requests.find((request) => request.getProvider() !== "")?.getProvider() ?? "");
  const resources = new Map<string, Registration>();
  for (const request of requests) {
    const label = `${request.getType()} ${request.getName()}`;
    if (resources.has(label)) throw new Error(`Two resources are registered as ${label}.`);
    resources.set(label, registrationOf(request, provider));
  }
  const inOrder = [...resources].sort(([a], [b]) => (a < b ? -1 : 1));
  return { provider, resources: Object.fromEntries(inOrder) };
}

/** "<type> <logical name>" of a URN, or of a reference to a provider, which ends in its id. */
function labelOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1)} ${name}`;
}

const labelsOf = (urns: readonly string[]): string[] => urns.map(labelOf).sort();

/** @param usual The provider of the whole plan. All of its resources wait for it, so it is not listed with each. */
function registrationOf(request: RegisterResourceRequest, usual: string): Registration {
  const others = (urns: readonly string[]): string[] => labelsOf(urns).filter((label) => label !== usual);
  const byProperty = [...request.getPropertydependenciesMap().entries()].map(
    ([property, dependencies]) => [property, dependencies.getUrnsList()] as const,
  );
  const referred = new Set(byProperty.flatMap(([, urns]) => urns));
  const references = byProperty
    .map(([property, urns]) => [property, others(urns)] as const)
    .filter(([, labels]) => labels.length > 0);
  const provider = request.getProvider() === "" ? usual : labelOf(request.getProvider());
  const providers = request.getProvidersMap().entries();
  return present({
    parent: request.getParent() === "" ? undefined : labelOf(request.getParent()),
    inputs: readable(request.getObject()?.toJavaScript() ?? {}),
    references: sorted(Object.fromEntries(references)),
    dependsOn: others(request.getDependenciesList().filter((urn) => !referred.has(urn))),
    provider: provider === usual ? undefined : provider,
    providers: sorted(Object.fromEntries([...providers].map(([name, urn]) => [name, labelOf(urn)]))),
    options: optionsOf(request),
  });
}

/** All options but the plugin's version and the program's own positions. */
const optionsOf = (request: RegisterResourceRequest): Readonly<Record<string, unknown>> =>
  present({
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map(aliasOf),
    customTimeouts: present(request.getCustomtimeouts()?.toObject() ?? {}),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    deletedWith: request.getDeletedwith() === "" ? undefined : labelOf(request.getDeletedwith()),
    hideDiffs: request.getHidediffsList(),
    ignoreChanges: request.getIgnorechangesList(),
    import: request.getImportid(),
    protect: request.getProtect() || undefined,
    replaceOnChanges: request.getReplaceonchangesList(),
    replaceWith: labelsOf(request.getReplaceWithList()),
    retainOnDelete: request.getRetainondelete() || undefined,
  });

/** A URN, or the parts in which the former resource differs. */
function aliasOf(alias: Alias): unknown {
  const { name, type, stack, project, parenturn, noparent } = alias.getSpec()?.toObject() ?? {};
  const parts = present({
    name,
    type,
    stack,
    project,
    parent: parenturn && labelOf(parenturn),
    noParent: noparent || undefined,
  });
  return alias.getUrn() || parts;
}

/** Leaves out what is not set: `undefined`, and empty strings, lists and objects. */
const present = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== "" && !(typeof value === "object" && isEmpty(value)),
    ),
  ) as Partial<T>;

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
