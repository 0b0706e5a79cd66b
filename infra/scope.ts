import { all, type Output, output, type Resource } from "@pulumi/pulumi";
import type { Adapter, Deployment, Handle, Scope, TriggerHandle } from "../adapters/contract.ts";
import { InternalError, UserError } from "../model/errors.ts";
import { mergePatch } from "../model/merge-patch.ts";
import type { ResolvedApp, ResolvedTrigger } from "../model/resolve.ts";
import { isConfiguration, isDeferred, isReference, RESOURCE_ATTRIBUTES, type Value } from "../model/value.ts";
import { asText, asTexts, type Configuration } from "./configuration.ts";

type Attribute = (typeof RESOURCE_ATTRIBUTES)[number];
type Overridable = { readonly override: Readonly<Record<string, unknown>> };

export interface ScopeOptions<Facts> {
  readonly app: ResolvedApp;
  readonly adapter: Pick<Adapter, "overrides">;
  readonly deployment: Deployment;
  readonly facts: Facts;
  readonly parent: Resource;
  readonly configuration: Configuration;
}

/** What an adapter sees of a deployment while it creates resources, and where their handles are collected. */
export class StackScope<Facts> implements Scope<Facts> {
  readonly app: ResolvedApp;
  readonly deployment: Deployment;
  readonly facts: Facts;
  readonly parent: Resource;
  readonly resources = new Map<string, Handle>();
  readonly functions = new Map<string, Handle>();
  /** Function name -> trigger name -> handle. */
  readonly triggers = new Map<string, Map<string, TriggerHandle>>();
  readonly #options: ScopeOptions<Facts>;
  readonly #complete: Promise<void>;
  #completed: () => void = () => undefined;
  /** Overridden thing -> names of its children that were created. */
  readonly #children = new Map<Overridable, Set<string>>();

  constructor(options: ScopeOptions<Facts>) {
    this.#options = options;
    this.app = options.app;
    this.deployment = options.deployment;
    this.facts = options.facts;
    this.parent = options.parent;
    this.#complete = new Promise((resolve) => {
      this.#completed = resolve;
    });
  }

  /** Everything has been created: what refers to functions can be resolved. */
  complete(): void {
    this.#completed();
  }

  resource(name: string): Handle {
    return created(this.resources.get(name), "Resource", name);
  }

  function(name: string): Handle {
    return created(this.functions.get(name), "Function", name);
  }

  trigger(trigger: ResolvedTrigger): TriggerHandle {
    const handle = this.triggers.get(trigger.function)?.get(trigger.name);
    return created(handle, "Trigger", `${trigger.function}.${trigger.name}`);
  }

  value(value: Value): Output<string> {
    if (typeof value === "string") return output(value);
    if (isDeferred(value)) return output(value as unknown as Output<string>);
    if (isReference(value)) return this.#reference(value.ref);
    return this.#configuration(value.config).apply((found) => asText(value.config, found));
  }

  values(value: readonly Value[] | Value<string[]>): Output<string[]> {
    if (Array.isArray(value)) return all(value.map((item: Value) => this.value(item)));
    if (isDeferred(value)) return output(value as unknown as Output<string[]>);
    if (isConfiguration(value)) return this.#configuration(value.config).apply((found) => asTexts(value.config, found));
    throw new InternalError("A list in the spec is neither a list, configuration nor an Output.");
  }

  override<T extends object>(of: Overridable, child: string, inputs: T): T {
    this.#children.set(of, (this.#children.get(of) ?? new Set()).add(child));
    return this.#options.adapter.overrides.reduce<T>((merged, target) => {
      const patch = overridesOf(of, target)[child];
      return patch === undefined ? merged : (mergePatch(merged, patch) as T);
    }, inputs);
  }

  /** @throws UserError for an `override` of a child that nothing was created for: most likely its name is misspelt. */
  checkOverrides(): void {
    const parts = [
      ...[...this.app.resources.values()].map((part) => ({ part: part.spec, at: `resources.${part.name}` })),
      ...[...this.app.functions.values()].map((part) => ({ part, at: `functions.${part.name}` })),
    ];
    for (const { part, at } of parts) {
      const children = this.#children.get(part) ?? new Set();
      for (const target of this.#options.adapter.overrides) {
        const wrong = Object.keys(overridesOf(part, target)).find((child) => !children.has(child));
        if (wrong === undefined) continue;
        throw new UserError(
          `${at}.override.${target}.${wrong}: there is no native resource "${wrong}" to override.`,
          `Override one of: ${[...children].sort().join(", ") || "(nothing is created here)"}.`,
        );
      }
    }
  }

  #configuration(key: string): Output<unknown> {
    const found = this.#options.configuration.get(key);
    if (found) return found;
    throw new InternalError(`Configuration "${key}" was not checked before the deployment.`);
  }

  #reference(text: string): Output<string> {
    const dot = text.lastIndexOf(".");
    const name = text.slice(0, dot);
    const attribute = RESOURCE_ATTRIBUTES.find((known) => known === text.slice(dot + 1));
    if (attribute === undefined) throw new InternalError(`"${text}" is not a reference.`);
    if (!this.app.functions.has(name)) return attributeOf(this.resource(name), name, attribute);
    // A function may refer to one that is created after it; its address exists only once its triggers do.
    return output(this.#complete.then(() => this.#functionAttribute(name, attribute)));
  }

  #functionAttribute(name: string, attribute: Attribute): Output<string> {
    if (attribute !== "url") return attributeOf(this.function(name), name, attribute);
    const url = this.urlOf(name);
    if (url) return url;
    throw new UserError(
      `{ ref: "${name}.url" }: function "${name}" has no address.`,
      "Give it an http or webhook trigger, or refer to the api in front of it.",
    );
  }

  /** Where a function is called: its own address, else the first of its triggers' in the order of their names. */
  urlOf(name: string): Output<string> | undefined {
    const triggers = [...(this.triggers.get(name)?.values() ?? [])];
    return this.function(name).url ?? triggers.find((trigger) => trigger.url)?.url;
  }
}

function created<H>(handle: H | undefined, what: string, name: string): H {
  if (handle) return handle;
  throw new InternalError(`${what} "${name}" is asked for before it is created.`);
}

function attributeOf(handle: Handle, name: string, attribute: Attribute): Output<string> {
  const value = handle[attribute];
  if (value) return value;
  throw new UserError(`{ ref: "${name}.${attribute}" }: "${name}" has no ${attribute}.`, "Use name or id.");
}

function overridesOf(of: Overridable, target: string): Readonly<Record<string, unknown>> {
  return (of.override[target] ?? {}) as Readonly<Record<string, unknown>>;
}
