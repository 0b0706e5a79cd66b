import { setMaxListeners } from "node:events";
import { creationOrder } from "../../adapters/graph/dependencies.ts";
import type { NodeKey } from "../../adapters/graph/expression.ts";
import type { Graph, GraphNode } from "../../adapters/graph/node.ts";
import type { DeployedPart } from "../../adapters/operate.ts";
import { logicalName, packagesIn } from "../../infra/graph/planned.ts";
import type { PreparedApp } from "../../infra/prepare.ts";
import { InternalError, UserError } from "../../model/errors.ts";
import type { OfflineCloud } from "../../offline/clouds/cloud.ts";
import { type CreationJournal, InitFailed, Lifecycle } from "../../offline/plugins/server/lifecycle.ts";
import type { Session } from "../../offline/plugins/server/plugin.ts";
import { type Json, open } from "../../offline/plugins/server/wire.ts";
import { LiveValues } from "./live-values.ts";

/** The target of a creation. */
export interface CreateRequest {
  readonly prepared: PreparedApp;
  readonly cloud: OfflineCloud;
  readonly url: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The created parts, by the names of the spec. */
export interface CreatedParts {
  /** The provider's session. */
  readonly session: Session<unknown>;
  readonly functions: Readonly<Record<string, DeployedPart>>;
  readonly resources: Readonly<Record<string, DeployedPart>>;
}

/** Nothing with the names of a test was created before, and nothing is to be found again. */
const noJournal: CreationJournal = { find: () => undefined, note: () => undefined, forget: () => undefined };

/**
 * Creates every node of an app's graph in this process, with the code of the offline plugin: no engine, no state. Nodes
 * that do not need each other are created at the same time.
 * @throws UserError for what the provider would refuse.
 */
export async function createApp(request: CreateRequest): Promise<CreatedParts> {
  const { plan, artifacts } = request.prepared;
  const { graph, adapter, app } = plan;
  const { circle } = creationOrder(graph);
  if (circle) throw new InternalError(`Nodes need each other: ${circle.map(({ name }) => name).join(" -> ")}.`);
  if ((graph.providers ?? []).length > 0) {
    throw new UserError(
      `The app needs further providers on ${adapter.title}: ${graph.providers?.map((one) => one.package).join(", ")}.`,
      'Deploy it with the engine: mode: "engine".',
    );
  }
  const packages = packagesIn(artifacts);
  const states = new Map<NodeKey, Promise<Json>>();
  const state = (key: NodeKey): Promise<Json> => {
    const known = states.get(key) ?? create(nodeAt(graph, key));
    states.set(key, known);
    return known;
  };
  const values = new LiveValues({
    ...{ graph, packages, configuration: request.configuration, state },
    lookup: (token, inputs) => lifecycle.invoke(token, { ...inputs }),
  });
  const { plugin, session } = await openSession(request, values);
  const lifecycle = new Lifecycle(plugin, session, noJournal);
  const create = async (node: GraphNode): Promise<Json> => {
    for (const key of node.options.dependsOn ?? []) await state(key);
    if (node.component) return {};
    return createNode(lifecycle, node, logicalName(node, packages), (await values.value(node.inputs)) as Json);
  };
  await Promise.all([...graph.nodes.keys()].map(state));
  const part = async (name: string): Promise<readonly [string, DeployedPart]> => {
    const { name: own, id, url } = graph.handles.get(name) ?? { name, id: name };
    const read = (await values.value({ name: own, id, url })) as unknown as DeployedPart;
    return [name, { name: String(read.name), id: String(read.id), ...(read.url !== undefined && { url: read.url }) }];
  };
  return {
    session,
    functions: Object.fromEntries(await Promise.all([...app.functions.keys()].map(part))),
    resources: Object.fromEntries(await Promise.all([...app.resources.keys()].map(part))),
  };
}

/** A session of the provider with the server that an app is or will be deployed to. */
async function openSession({ prepared, cloud, url }: CreateRequest, values: LiveValues) {
  const { adapter, deployment } = prepared.plan;
  const { plugin, configure } = await cloud.provider();
  // Every wait for a resource listens to it.
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const args = (await values.value(adapter.lowering.provider(deployment).inputs)) as Json;
  return { plugin, session: configure(args, url, signal) };
}

/** The same for an app that something else has deployed. */
export async function sessionOf(request: CreateRequest): Promise<Session<unknown>> {
  const { plan, artifacts } = request.prepared;
  const unknown = async (): Promise<never> => {
    throw new InternalError("The arguments of a provider take nothing from the app's resources.");
  };
  const { configuration } = request;
  const values = new LiveValues({
    ...{ graph: plan.graph, packages: packagesIn(artifacts), configuration },
    ...{ state: unknown, lookup: unknown },
  });
  return (await openSession(request, values)).session;
}

function nodeAt(graph: Graph, key: NodeKey): GraphNode {
  const node = graph.nodes.get(key);
  if (node === undefined) throw new InternalError(`The graph refers to ${key}, which is not in it.`);
  return node;
}

async function createNode(
  lifecycle: Lifecycle<unknown>,
  { type }: GraphNode,
  name: string,
  given: Json,
): Promise<Json> {
  const named = { urn: `urn:pulumi:test::polyfn::${type}::${name}`, token: type };
  const { inputs, failures } = lifecycle.check(named, given, {}, name);
  if (failures.length > 0) {
    throw new UserError(
      `${type} "${name}" is refused: ${failures.map(({ reason }) => reason).join(" ")}`,
      "Correct the spec; an engine would be given the same answer.",
    );
  }
  try {
    const { id, state } = await lifecycle.create(named, inputs, false);
    return { ...(open(state).value as Json), id };
  } catch (error) {
    const cause = error instanceof InitFailed ? error.cause : error;
    throw new UserError(
      `${type} "${name}" could not be created: ${cause instanceof Error ? cause.message : cause}`,
      'Deploy it with mode: "engine", which reports more.',
      { cause },
    );
  }
}
