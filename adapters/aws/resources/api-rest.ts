import { createHash } from "node:crypto";
import { Deployment } from "@pulumi/aws/apigateway/deployment.js";
import { Resource as PathResource } from "@pulumi/aws/apigateway/resource.js";
import { RestApi } from "@pulumi/aws/apigateway/restApi.js";
import { Stage } from "@pulumi/aws/apigateway/stage.js";
import { all, type Output } from "@pulumi/pulumi";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import type { Group } from "../../shared/program/component.ts";
import { attaching, resourceGroup } from "../../shared/program/resource.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { pathTree, restRoutes } from "../rest-paths.ts";
import { routeChild } from "../routes.ts";
import { addPreflight } from "./api-rest-cors.ts";

const STAGE = "live";

/** An API Gateway REST API, for servers without HTTP APIs. Its paths are made here, its methods by http triggers. */
export function restApi(scope: AwsScope, resource: ResolvedResource<"api">): Handle {
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Api");
  const node = group.add(RestApi, "api", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    // Bodies of any type arrive and leave as they are.
    binaryMediaTypes: ["*/*"],
    tags: resource.tags,
  });
  const paths = addPaths(group, node, pathsOf(resource));
  if (resource.spec.cors) addPreflight(group, node, resource.spec.cors, methodsByPath(resource), paths);
  return { name: node.name, id: node.arn, url: stageUrl(scope, node), component, nodes: group.nodes };
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
function addPaths(group: Group, node: RestApi, paths: readonly string[]): Map<string, Output<string>> {
  const ids = new Map([["/", node.rootResourceId]]);
  for (const { path, parent, part } of pathTree(paths)) {
    const parentId = ids.get(parent);
    if (!parentId) throw new InternalError(`path ${path} comes before its parent`);
    ids.set(path, group.add(PathResource, pathChild(path), { restApi: node.id, parentId, pathPart: part }).id);
  }
  return ids;
}

/** Id of a path that was made with its api. */
export function pathId(handle: Handle, path: string): Output<string> {
  const node = handle.nodes[path === "/" ? "api" : pathChild(path)];
  if (node instanceof RestApi) return node.rootResourceId;
  if (node instanceof PathResource) return node.id;
  throw new InternalError(`the api has no path ${path}`);
}

/** Servers of the protocol answer for stages below a path of their one address. */
function stageUrl(scope: AwsScope, node: RestApi): Output<string> {
  const { place, endpoint } = scope.facts;
  return all([node.id, place]).apply(([id, { region, dnsSuffix }]) =>
    endpoint === undefined
      ? `https://${id}.execute-api.${region}.${dnsSuffix}/${STAGE}`
      : `${endpoint}/_aws/execute-api/${id}/${STAGE}`,
  );
}

/** The deployment is a snapshot: it comes after every method, and anew whenever one of them changes. */
export function attachRestApi(scope: AwsScope, resource: ResolvedResource<"api">): void {
  const triggers = resource.triggers.filter((trigger) => trigger.kind === "http");
  // A REST API without methods can't be deployed.
  if (triggers.length === 0) return;
  const { nodes } = scope.resource(resource.name);
  const { api } = nodes;
  if (!(api instanceof RestApi)) throw new InternalError(`the api "${resource.name}" is not a REST API`);
  const content = JSON.stringify([
    triggers.map((trigger) => [trigger.function, restRoutes(trigger), trigger.spec.auth]),
    resource.spec.cors,
  ]);
  attaching(scope, resource, (group) => {
    const deployment = group.add(
      Deployment,
      "deployment",
      { restApi: api.id, triggers: { content: createHash("sha256").update(content).digest("hex") } },
      { dependsOn: [...Object.values(nodes), ...triggers.flatMap((t) => Object.values(scope.trigger(t).nodes))] },
    );
    group.add(Stage, "stage", {
      restApi: api.id,
      deployment: deployment.id,
      stageName: STAGE,
      tags: resource.tags,
    });
  });
}
