import { createHash } from "node:crypto";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import { lift, type Symbolic } from "../../graph/expression.ts";
import { attaching, type Group, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import type { Place } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { type AwsTypes, isType } from "../resource-types.ts";
import { pathTree, restRoutes } from "../rest-paths.ts";
import { routeChild } from "../routes.ts";
import { addPreflight } from "./api-rest-cors.ts";

type RestApi = NodeRef<OutputsOf<AwsTypes, "aws:apigateway/restApi:RestApi">>;

const STAGE = "live";

/** An API Gateway REST API, for servers without HTTP APIs. Its paths are made here, its methods by http triggers. */
export function restApi(scope: AwsScope, resource: ResolvedResource<"api">): PartHandle {
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Api");
  const node = group.add("aws:apigateway/restApi:RestApi", "api", {
    name: physicalName(scope.deployment, resource, scope.context.place),
    // Bodies of any type arrive and leave as they are.
    binaryMediaTypes: ["*/*"],
    tags: resource.tags,
  });
  const paths = addPaths(group, node, pathsOf(resource));
  if (resource.spec.cors) addPreflight(group, node, resource.spec.cors, methodsByPath(resource), paths);
  return {
    name: ref(node, "name"),
    id: ref(node, "arn"),
    url: stageUrl(ref(node, "id"), scope.context.place, scope.context.endpoint),
    component,
    nodes: group.nodes,
  };
}

const routesOf = (resource: ResolvedResource<"api">) =>
  resource.triggers.flatMap((trigger) => (trigger.kind === "http" ? restRoutes(trigger) : []));

const pathsOf = (resource: ResolvedResource<"api">): string[] => routesOf(resource).map(({ path }) => path);

function methodsByPath(resource: ResolvedResource<"api">): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of routesOf(resource)) methods.set(path, [...(methods.get(path) ?? []), method]);
  return methods;
}

/** Name of a path's resource among the children of its api. */
const pathChild = (path: string): string => `path-${routeChild(path)}`;

/** Ids of all paths, the root's included. */
function addPaths(group: Group<AwsTypes>, node: RestApi, paths: readonly string[]): Map<string, Symbolic<string>> {
  const ids = new Map<string, Symbolic<string>>([["/", ref(node, "rootResourceId")]]);
  for (const { path, parent, part } of pathTree(paths)) {
    const parentId = ids.get(parent);
    if (!parentId) throw new InternalError(`path ${path} comes before its parent`);
    const inputs = { restApi: ref(node, "id"), parentId, pathPart: part };
    ids.set(path, ref(group.add("aws:apigateway/resource:Resource", pathChild(path), inputs), "id"));
  }
  return ids;
}

/** Id of a path that was made with its api. */
export function pathId(handle: PartHandle, path: string): Symbolic<string> {
  const node = handle.nodes[path === "/" ? "api" : pathChild(path)];
  if (isType(node, "aws:apigateway/restApi:RestApi")) return ref(node, "rootResourceId");
  if (isType(node, "aws:apigateway/resource:Resource")) return ref(node, "id");
  throw new InternalError(`the api has no path ${path}`);
}

/** Servers of the protocol answer for stages below a path of their one address. */
const stageUrl = lift("stageUrl", (id: string, { region, dnsSuffix }: Place, endpoint: string | undefined) =>
  endpoint === undefined
    ? `https://${id}.execute-api.${region}.${dnsSuffix}/${STAGE}`
    : `${endpoint}/_aws/execute-api/${id}/${STAGE}`,
);

/** The deployment is a snapshot: it comes after every method, and anew whenever one of them changes. */
export function attachRestApi(scope: AwsScope, resource: ResolvedResource<"api">): AttachedNodes {
  const triggers = resource.triggers.filter((trigger) => trigger.kind === "http");
  // A REST API without methods can't be deployed.
  if (triggers.length === 0) return {};
  const { nodes } = scope.resource(resource.name);
  const { api } = nodes;
  if (!isType(api, "aws:apigateway/restApi:RestApi"))
    throw new InternalError(`the api "${resource.name}" is not a REST API`);
  const content = JSON.stringify([
    triggers.map((trigger) => [trigger.function, restRoutes(trigger), trigger.spec.auth]),
    resource.spec.cors,
  ]);
  return attaching<AwsTypes>(scope, resource, (group) => {
    const deployment = group.add(
      "aws:apigateway/deployment:Deployment",
      "deployment",
      { restApi: ref(api, "id"), triggers: { content: createHash("sha256").update(content).digest("hex") } },
      { dependsOn: [...Object.values(nodes), ...triggers.flatMap((t) => Object.values(scope.trigger(t).nodes))] },
    );
    group.add("aws:apigateway/stage:Stage", "stage", {
      restApi: ref(api, "id"),
      deployment: ref(deployment, "id"),
      stageName: STAGE,
      tags: resource.tags,
    });
  });
}
