import { ComponentResource, type CustomResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contract.ts";

interface Overridable {
  readonly override: Readonly<Record<string, unknown>>;
}

type Constructor<A, R> = new (name: string, args: A, options?: CustomResourceOptions) => R;

export interface GroupOptions {
  readonly parent: Resource;
  /** Whose `override` applies. */
  readonly of: Overridable;
  /** Pulumi logical name; children other than `primary` add their own to it. */
  readonly name: string;
  /** The child that carries the group's name alone. */
  readonly primary: string;
  /** Put before a child's name in `override`, for example `onUpload.`. */
  readonly prefix?: string;
  /** Given to every child. */
  readonly options?: CustomResourceOptions;
}

export interface AddOptions extends CustomResourceOptions {
  /**
   * Instead of the name made of the group's and the child's. For resources of which the cloud allows only one per source
   * and function, whatever the trigger is called: named after these two, they survive a renamed trigger, while a second
   * one made before the first is gone would be refused, or be taken for the first.
   */
  readonly logicalName?: string;
}

/** Native resources made for one function, trigger or resource: one naming rule, one parent, overrides merged last. */
export class Group {
  readonly nodes: Record<string, Resource> = {};
  constructor(
    private readonly scope: Scope,
    private readonly settings: GroupOptions,
  ) {}

  /** Creates one native resource. Its name in the group is also its key in `override` and in `nodes`. */
  add<A extends object | undefined, R extends Resource>(
    type: Constructor<A, R>,
    child: string,
    inputs: NonNullable<NoInfer<A>>,
    { logicalName, ...options }: AddOptions = {},
  ): R {
    const { parent, of, name, primary, prefix = "", options: common } = this.settings;
    const merged = this.scope.override(of, `${prefix}${child}`, inputs);
    const node = new type(logicalName ?? (child === primary ? name : `${name}-${child}`), merged, {
      parent,
      ...common,
      ...options,
    });
    this.nodes[child] = node;
    return node;
  }
}

/** A component and the group of its children. `type` as Pulumi shows it: `polyfn:<cloud>:Function`. */
export function component(
  scope: Scope,
  type: `polyfn:${string}:${string}`,
  settings: Omit<GroupOptions, "parent">,
): { component: ComponentResource; group: Group } {
  const parent = new ComponentResource(type, settings.name, {}, { parent: scope.parent });
  return { component: parent, group: new Group(scope, { ...settings, parent }) };
}
