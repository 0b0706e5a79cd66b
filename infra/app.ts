import {
  ComponentResource,
  type ComponentResourceOptions,
  getStack,
  type Input,
  log,
  type Output,
  output,
  type ProviderResource,
  type Resource,
  type ResourceOptions,
  type ResourceTransformation,
  runtime,
} from "@pulumi/pulumi";
import { type CheckedSpec, checkSpec } from "../model/checked-spec.ts";
import type { NamesOf, WithCheckedNames } from "../model/define-app.ts";
import { formatPath, UserError } from "../model/errors.ts";
import type { ParseOptions } from "../model/parse.ts";
import type { Remark } from "../model/remarks.ts";
import { type Configuration, missingConfiguration, stackConfiguration } from "./configuration.ts";
import { deploy } from "./deploy.ts";
import type { Deployed } from "./deployed.ts";
import { deploymentOf, environmentOf, regionOf } from "./deployment.ts";
import { notePackages, refuseUnknownCode } from "./dev/program.ts";
import { type FunctionOutputs, outputsOf, type ResourceOutputs } from "./outputs.ts";
import { PreparedApp, prepareApp } from "./prepare.ts";
import { forPulumi } from "./program-errors.ts";
import { findProject } from "./project-directory.ts";
import { skipDebugging } from "./registration.ts";
import { adapterFor, addAdapters } from "./targets.ts";

skipDebugging();

const TYPE = "polyfn:index:App";

/** The deployment of a prepared app. */
export interface DeployOptions {
  /** The provider of every native resource. Default: one that polyfn makes for the target and region. */
  readonly provider?: ProviderResource;
  /** The source of `{ config }` values. Default: the stack's configuration. */
  readonly configuration?: Configuration;
  /** Called once with what is allowed but probably wrong and not silenced. Default: each is logged as a warning. */
  readonly onRemarks?: (remarks: readonly Remark[]) => void;
}

export interface AppOptions extends DeployOptions {
  /** The target: the name of an adapter. */
  readonly target: string;
  /** Default: the provider's, else the target's default region. */
  readonly region?: string;
  /** Settings of the target, for example an endpoint. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Prefix of the cloud's own names. Default: `<app>-<stack>`. */
  readonly prefix?: string;
  /** The entry of the spec's `environments` that applies. Default: the stack's name. */
  readonly environment?: string;
  /** A last merge patch of the spec. */
  readonly overrides?: unknown;
  /** Handlers and `include` are relative to this directory. Default: the current directory. */
  readonly directory?: string;
  /** The name that paths in error reports are relative to. Default: "spec". */
  readonly origin?: string;
}

/**
 * An app as a component of any Pulumi program. Everything it makes is a child of it: the options `provider`, `protect`,
 * `aliases`, `transforms`, `transformations`, `dependsOn`, `retainOnDelete` apply to every child. Nothing is created
 * when the spec has a problem; all problems are reported at once.
 */
export class App<const S = unknown> extends ComponentResource {
  /** Outputs by function name. */
  readonly functions: { readonly [N in NamesOf<S>["function"]]: FunctionOutputs };
  /** Outputs by resource name. */
  readonly resources: { readonly [N in keyof ResourcesOf<S> & string]: ResourceOutputs };

  /** Resolves when every child has been created in the program, which is before the engine has created them. */
  readonly created: Promise<void>;

  /** An app whose spec is known at run time only, such as one from a file: names are not checked by the compiler. */
  static of(name: string, spec: unknown, options: AppOptions, opts?: ComponentResourceOptions): App {
    return new App(name, spec as WithCheckedNames<unknown>, options, opts);
  }

  /** An app that is prepared already; its own plan names its component. */
  static from(prepared: PreparedApp, options: DeployOptions = {}, opts?: ComponentResourceOptions): App {
    const { name, target } = prepared.plan.deployment;
    return new App(name, prepared as unknown as WithCheckedNames<unknown>, { ...options, target }, opts);
  }

  /** @param name Pulumi's logical name, and the beginning of every child's. */
  constructor(name: string, spec: WithCheckedNames<S>, options: AppOptions, opts: ComponentResourceOptions = {}) {
    const source = spec instanceof PreparedApp ? spec : checkSpec(spec, parseOptions(options));
    const prepared = forPulumi(() => prepare(name, source, options, opts));
    // The component itself waits for the plan, so that a spec with problems leaves nothing in the stack.
    const dependsOn = output(prepared.then(() => dependencies(opts)));
    const inherited = new Inherited(opts);
    const transformations = [inherited.transformation, ...(opts.transformations ?? [])];
    super(
      TYPE,
      name,
      {},
      { ...opts, ...(options.provider && { provider: options.provider }), dependsOn, transformations },
    );
    const deployed = create(this, prepared, options, opts, inherited);
    const names = namesIn(source);
    this.functions = outputsOf(names.functions, deployed) as typeof this.functions;
    const resources: Record<string, ResourceOutputs> = outputsOf(names.resources, deployed);
    this.resources = resources as typeof this.resources;
    this.created = deployed.then(() => undefined);
    this.registerOutputs(this.created.then(() => ({})));
  }
}

type ResourcesOf<S> = S extends { readonly resources: infer R } ? R : unknown;

const parseOptions = ({ environment, overrides, origin }: AppOptions): ParseOptions => ({
  environment: environmentOf(getStack(), environment),
  overrides,
  origin,
});

async function warn(remarks: readonly Remark[], app: Resource): Promise<void> {
  for (const { path, message, code, remedy } of remarks) {
    await log.warn(`${formatPath(path)}: ${message} [${code}]\n${remedy}`, app);
  }
}

function namesIn(source: CheckedSpec | PreparedApp): Readonly<Record<"functions" | "resources", string[]>> {
  if (source instanceof PreparedApp) {
    const { functions, resources } = source.plan.app;
    return { functions: [...functions.keys()], resources: [...resources.keys()] };
  }
  const { functions, resources } = source.deployed.app;
  return { functions: Object.keys(functions), resources: Object.keys(resources) };
}

/** Everything before the first resource, where it is not done yet. */
async function prepare(
  name: string,
  source: CheckedSpec | PreparedApp,
  options: AppOptions,
  opts: ComponentResourceOptions,
): Promise<PreparedApp> {
  const own = await regionOfProvider(providerIn(options, opts));
  const prepared = source instanceof PreparedApp ? source : await prepareFrom(source, name, options, own);
  const { adapter, deployment } = prepared.plan;
  if (adapter.lowering.provider(deployment).replaceable) checkRegion(name, deployment.region, own);
  return prepared;
}

async function prepareFrom(
  spec: CheckedSpec,
  name: string,
  options: AppOptions,
  ofProvider: string | undefined,
): Promise<PreparedApp> {
  const { prefix, settings = {}, directory = process.cwd(), configuration = stackConfiguration } = options;
  await addAdapters(directory);
  const adapter = await adapterFor(options.target);
  const stack = getStack();
  await refuseUnknownCode((await findProject(process.cwd())) ?? directory, stack);
  const region = regionOf(adapter, options.region, ofProvider);
  return prepareApp({
    spec,
    adapter,
    stack,
    directory,
    deployment: (app) => deploymentOf({ app, stack, adapter, name, region, prefix, settings }),
    further: (app) => missingConfiguration(app, configuration),
  });
}

/** @throws UserError for a provider of another region: names and ARNs would say one, and the resources be in the other. */
function checkRegion(app: string, region: string | undefined, ofProvider: string | undefined): void {
  if (ofProvider === undefined || region === undefined || ofProvider === region) return;
  throw new UserError(
    `The App "${app}" is for the region ${region}, but its provider for ${ofProvider}.`,
    "Leave the region out, which then is the provider's, or use a provider of that region.",
  );
}

/**
 * Creates the children. That happens after the constructor has returned, because loading an adapter and bundling take
 * their time; the engine is told to wait.
 */
function create(
  parent: Resource,
  preparing: Promise<PreparedApp>,
  options: DeployOptions,
  opts: ComponentResourceOptions,
  inherited: Inherited,
): Promise<Deployed> {
  const done = runtime.rpcKeepAlive();
  return forPulumi(async () => {
    const { plan, artifacts, remarks } = await preparing;
    await (options.onRemarks ? options.onRemarks(remarks) : warn(remarks, parent));
    notePackages(plan.deployment.name, artifacts);
    return deploy({
      ...plan,
      parent,
      provider: providerIn(options, opts),
      artifacts,
      configuration: options.configuration ?? stackConfiguration,
      opened: (providers) => inherited.opened(providers),
    });
  }).finally(done);
}

function providerIn(options: DeployOptions, opts: ComponentResourceOptions): ProviderResource | undefined {
  const [first] = opts.providers === undefined ? [] : Object.values(opts.providers);
  return options.provider ?? opts.provider ?? first;
}

/** The region of the user's own provider, where it has one. It is an input, so it is known during previews too. */
async function regionOfProvider(provider: ProviderResource | undefined): Promise<string | undefined> {
  const { region } = (provider ?? {}) as { region?: Output<string | undefined> };
  if (region === undefined) return undefined;
  return new Promise((resolve) => {
    region.apply(resolve);
  });
}

/** `dependsOn` in the one of its forms that can be joined with another. */
function dependencies({ dependsOn }: ResourceOptions): Output<Resource[]> {
  return output(dependsOn as Input<Input<Resource>[]> | undefined).apply((list) => [list ?? []].flat() as Resource[]);
}

/**
 * Options that children get from the App because Pulumi does not pass them down: the adapter's providers, and
 * `dependsOn`.
 */
class Inherited {
  #providers: ProviderResource[] = [];
  constructor(private readonly own: ComponentResourceOptions) {}

  opened(providers: readonly ProviderResource[]): void {
    this.#providers = [...providers];
  }

  readonly transformation: ResourceTransformation = ({ type, props, opts }) => {
    if (type === TYPE) return undefined;
    // Only where it enters; Pulumi hands it down from there.
    const enters = this.#providers.length > 0 && opts.parent instanceof App;
    const providers = enters && { providers: this.#providers };
    return { props, opts: { ...opts, ...this.#dependencies(opts), ...providers } };
  };

  #dependencies(opts: ResourceOptions): Pick<ResourceOptions, "dependsOn"> {
    if (this.own.dependsOn === undefined) return {};
    return { dependsOn: output([dependencies(this.own), dependencies(opts)]).apply((lists) => lists.flat()) };
  }
}
