import type { ResolvedFunction, ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import { functionNamed } from "../shared/references.ts";
import type { AttachedNodes, LoweringScope, Overridable, PartHandle } from "./lowering.ts";
import type { NodeOptions, NodeRef } from "./node.ts";
import type { InputsOf, OutputsOf, ResourceTypes } from "./provider-types.ts";

export interface GroupOptions {
  readonly parent: NodeRef;
  /** Whose `override` applies. */
  readonly of: Overridable;
  /** Pulumi logical name; children other than `primary` add their own to it. */
  readonly name: string;
  /** The child that carries the group's name alone. */
  readonly primary: string;
  /** Put before a child's name in `override`, for example `onUpload.`. */
  readonly prefix?: string;
  /** Path in the spec of the part that the nodes belong to. */
  readonly path: readonly string[];
  /** Given to every child. */
  readonly options?: NodeOptions;
}

export interface AddOptions extends Omit<NodeOptions, "dependsOn"> {
  readonly dependsOn?: readonly NodeRef[];
  /**
   * Replaces the name made of the group's and the child's. For resources of which the cloud allows one per source and
   * function: named after these two, they survive a renamed trigger. Otherwise the new one would be created before the old
   * one is deleted, and the cloud would refuse it or take it for the old one.
   */
  readonly logicalName?: string;
  /** See `GraphNode.digestOf`. */
  readonly digestOf?: string;
}

/** Nodes for one function, trigger or resource: one naming rule, one parent, overrides merged last. */
export class Group<Types extends ResourceTypes> {
  readonly nodes: Record<string, NodeRef> = {};
  constructor(
    private readonly scope: LoweringScope,
    private readonly settings: GroupOptions,
  ) {}

  /** Adds one node. Its name in the group is also its key in `override` and in `nodes`. */
  add<Token extends keyof Types & string>(
    type: Token,
    child: string,
    inputs: NoInfer<InputsOf<Types, Token>>,
    { logicalName, digestOf, dependsOn, ...options }: AddOptions = {},
  ): NodeRef<OutputsOf<Types, Token>> {
    const { parent, of, name, primary, path, prefix = "", options: common } = this.settings;
    const added = {
      type,
      name: logicalName ?? (child === primary ? name : `${name}-${child}`),
      digestOf,
      component: false,
      parent: parent.key,
      inputs: inputs as Readonly<Record<string, unknown>>,
      options: { ...common, ...options, ...(dependsOn && { dependsOn: dependsOn.map(({ key }) => key) }) },
      path,
    };
    const node = this.scope.add(added, { of, child: `${prefix}${child}` });
    this.nodes[child] = node;
    return node as NodeRef<OutputsOf<Types, Token>>;
  }
}

/** A component below the app's own. `type` as Pulumi shows it: `polyfn:<cloud>:Function`. */
function addComponent(
  scope: LoweringScope,
  type: `polyfn:${string}:${string}`,
  { name, path }: Pick<GroupOptions, "name" | "path">,
): NodeRef {
  return scope.add({ type, name, component: true, parent: undefined, inputs: {}, options: {}, path });
}

export interface ComponentGroup<Types extends ResourceTypes> {
  readonly component: NodeRef;
  readonly group: Group<Types>;
}

/** The component of a function and the group of its nodes. */
export function functionGroup<Types extends ResourceTypes>(
  scope: LoweringScope,
  fn: ResolvedFunction,
  type: `polyfn:${string}:Function`,
): ComponentGroup<Types> {
  const place = { name: `${scope.deployment.name}-${fn.name}`, path: ["functions", fn.name] };
  const component = addComponent(scope, type, place);
  return { component, group: new Group(scope, { ...place, parent: component, of: fn, primary: "function" }) };
}

/** Settings that all groups of a resource share. */
const resourceSettings = (
  scope: LoweringScope,
  { name, kind, spec }: ResolvedResource,
  options: NodeOptions,
): Omit<GroupOptions, "parent"> => ({
  of: spec,
  name: `${scope.deployment.name}-${name}`,
  primary: kind,
  path: ["resources", name],
  options,
});

/** Leaves the nodes of a resource with `keep` in the cloud. */
export const keeping = ({ spec }: ResolvedResource): NodeOptions => (spec.keep ? { retainOnDelete: true } : {});

/** The component of a resource and the group of its nodes; `keep` leaves all of them in the cloud. */
export function resourceGroup<Types extends ResourceTypes>(
  scope: LoweringScope,
  resource: ResolvedResource,
  type: `polyfn:${string}:${string}`,
): ComponentGroup<Types> {
  const settings = resourceSettings(scope, resource, keeping(resource));
  const component = addComponent(scope, type, settings);
  return { component, group: new Group(scope, { ...settings, parent: component }) };
}

/** Adds nodes that need what was lowered after the resource itself, with these options. */
export function attaching<Types extends ResourceTypes>(
  scope: LoweringScope,
  resource: ResolvedResource,
  add: (group: Group<Types>) => void,
  options: NodeOptions = {},
): AttachedNodes {
  const { component: parent } = scope.resource(resource.name);
  const group = new Group<Types>(scope, { parent, ...resourceSettings(scope, resource, options) });
  add(group);
  return group.nodes;
}

/**
 * The group of a trigger's nodes. They are children of the function's component, are named `<app>-<function>-<trigger>`, or
 * after the trigger's link if it has one, and are overridden in the function's `override` as `<trigger>.<child>`.
 */
export const triggerGroup = <Types extends ResourceTypes>(
  scope: LoweringScope,
  { function: fn, name }: Pick<ResolvedTrigger, "function" | "name">,
  primary: string,
  link?: string,
): Group<Types> =>
  new Group(scope, {
    parent: scope.function(fn).component,
    of: functionNamed(scope, fn),
    name: `${scope.deployment.name}-${fn}-${link ?? name}`,
    primary,
    prefix: `${name}.`,
    path: ["functions", fn, "triggers", name],
  });

/** A node that the whole deployment shares, below the app's own component; see `LoweringScope.shared`. */
export const sharedNode = <Types extends ResourceTypes, Token extends keyof Types & string>(
  scope: LoweringScope,
  type: Token,
  name: string,
  inputs: NoInfer<InputsOf<Types, Token>>,
  options: NodeOptions = {},
): NodeRef<OutputsOf<Types, Token>> =>
  scope.shared(
    name,
    () =>
      scope.add({
        type,
        name: `${scope.deployment.name}-${name}`,
        component: false,
        parent: undefined,
        inputs,
        options,
        path: [],
      }) as NodeRef<OutputsOf<Types, Token>>,
  );

/** True if a node is of a type, for nodes that are looked up by their child names. */
export const isOfType =
  <Types extends ResourceTypes>() =>
  <Token extends keyof Types & string>(
    node: NodeRef | undefined,
    type: Token,
  ): node is NodeRef<OutputsOf<Types, Token>> =>
    node?.key.startsWith(`${type}::`) ?? false;

/** Handle of a resource that polyfn uses but does not own: nothing is created. */
export const adopted = (of: Pick<PartHandle, "name" | "id">, component: NodeRef): PartHandle => ({
  ...of,
  component,
  nodes: {},
});
