import { ApiError } from "../../../core/error.ts";
import { empty } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { takeCode } from "../code/packages.ts";
import type { Compute } from "../compute.ts";
import { invalid } from "../errors.ts";
import { createLayerVersion, layerName } from "../schemas/layer.ts";
import { parseBody } from "../schemas/parse.ts";
import type { LayerRecord, LayerVersionRecord } from "../state.ts";
import { viewLayer } from "../view.ts";
import { codeAddress } from "./code.ts";
import { limitOf, operation, page, parameter, resource } from "./operation.ts";

const layerResource = resource("layers", "layerName");

export const layerOperations = (fc: Compute): readonly Operation[] => [
  createVersion(fc),
  operation({
    name: "GetLayerVersion",
    route: "GET /layers/{layerName}/versions/{version}",
    resource: layerResource,
    run: (call) => view(fc, ...find(fc, call.region, parameter(call, "layerName"), parameter(call, "version"))),
  }),
  operation({
    name: "GetLayerVersionByArn",
    route: "GET /layerarn/{arn}",
    resource: (call) => parameter(call, "arn"),
    run: (call) => {
      const arn = parameter(call, "arn");
      const [, name = "", version = ""] = /:layers\/([^/]+)\/versions\/(\d+)$/.exec(arn) ?? [];
      return view(fc, ...find(fc, call.region, name, version));
    },
  }),
  operation({
    name: "DeleteLayerVersion",
    route: "DELETE /layers/{layerName}/versions/{version}",
    resource: layerResource,
    run: (call) => {
      const [layer, version] = find(fc, call.region, parameter(call, "layerName"), parameter(call, "version"));
      layer.versions = layer.versions.filter((other) => other !== version);
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListLayerVersions",
    route: "GET /layers/{layerName}/versions",
    resource: layerResource,
    run: (call) => {
      const layer = findLayer(fc, call.region, parameter(call, "layerName"));
      const from = Number(call.request.query.get("startVersion") ?? 0);
      const all = layer.versions.filter(({ version }) => version >= from);
      const limit = limitOf(call.request.query.get("limit"), 100);
      const next = all[limit];
      return { layers: all.slice(0, limit).map((v) => view(fc, layer, v)), ...(next && { nextVersion: next.version }) };
    },
  }),
  operation({
    name: "ListLayers",
    route: "GET /layers",
    resource: resource("layers"),
    run: (call) => {
      const { query } = call.request;
      // The vendor's own layers are not here.
      const layers = fc.state.layers.filter(
        (layer) =>
          layer.region === call.region &&
          layer.versions.length > 0 &&
          query.get("official") !== "true" &&
          (query.get("public") !== "true" || layer.acl === "1"),
      );
      const { items, nextToken } = page(call, layers, (layer) => layer.layerName);
      const newest = items.flatMap((layer) => layer.versions.slice(-1).map((version) => view(fc, layer, version)));
      return { layers: newest, ...(nextToken && { nextToken }) };
    },
  }),
  operation({
    name: "PutLayerACL",
    route: "PUT /layers/{layerName}/acl",
    resource: layerResource,
    run: (call) => {
      const layer = findLayer(fc, call.region, parameter(call, "layerName"));
      const { query } = call.request;
      const acl = query.get("acl") || (query.get("public") === "true" ? "1" : "0");
      if (acl !== "0" && acl !== "1") throw invalid(`acl: must be 0 or 1, not ${acl}`);
      layer.acl = acl;
      fc.world.changed();
      return empty();
    },
  }),
];

const createVersion = (fc: Compute): Operation =>
  operation({
    name: "CreateLayerVersion",
    route: "POST /layers/{layerName}/versions",
    resource: layerResource,
    run: async (call) => {
      const name = parameter(call, "layerName");
      if (!layerName.safeParse(name).success) throw invalid(`layerName: '${name}' is no name of a layer`);
      const { code, ...given } = parseBody(call, createLayerVersion);
      const taken = await takeCode(fc.world, code);
      if (!taken) throw invalid("code: names no package");
      const layer = layerOf(fc, call, name);
      const version = { ...given, version: ++layer.lastVersion, code: taken, created: fc.world.clock.now() };
      layer.versions.push(version);
      fc.world.changed();
      return view(fc, layer, version);
    },
  });

/** A layer lives on without versions, so that their numbers go on. */
function layerOf({ state }: Compute, { region }: Call, name: string): LayerRecord {
  const known = state.layers.find((layer) => layer.region === region && layer.layerName === name);
  if (known) return known;
  const layer: LayerRecord = { region, layerName: name, acl: "0", versions: [], lastVersion: 0 };
  state.layers.push(layer);
  return layer;
}

function findLayer({ state }: Compute, region: string, name: string): LayerRecord {
  const found = state.layers.find((layer) => layer.region === region && layer.layerName === name);
  if (!found || found.versions.length === 0) throw new ApiError(404, "LayerNotFound", `layer '${name}' does not exist`);
  return found;
}

function find(fc: Compute, region: string, name: string, version: string): [LayerRecord, LayerVersionRecord] {
  const layer = findLayer(fc, region, name);
  const found = layer.versions.find((candidate) => String(candidate.version) === version);
  if (!found) throw new ApiError(404, "LayerVersionNotFound", `version '${version}' of layer '${name}' does not exist`);
  return [layer, found];
}

const view = (fc: Compute, layer: LayerRecord, version: LayerVersionRecord): object =>
  viewLayer(fc, layer, version, codeAddress(fc, version.code));
