import { randomUUID } from "node:crypto";
import { empty } from "../../../core/http.ts";
import type { Operation } from "../../../core/service.ts";
import { takeCode } from "../code/packages.ts";
import { addressOf, type Compute, findFunction, findVersion, versionOf } from "../compute.ts";
import { alreadyExists, invalid } from "../errors.ts";
import { disableInvocation } from "../schemas/configs.ts";
import { createFunction, type FunctionSettings, updateFunction } from "../schemas/function.ts";
import { parseBody } from "../schemas/parse.ts";
import { changeSettings, completeSettings } from "../settings.ts";
import type { FunctionRecord } from "../state.ts";
import { detach } from "../trigger-binding.ts";
import { viewFunction } from "../view.ts";
import { retireOutdated } from "../warm.ts";
import { codeAddress } from "./code.ts";
import { operation, page, parameter, qualifierOf, resource } from "./operation.ts";
import { hasTags, tagsAsked } from "./tags.ts";

const DEFAULT_GROUP = "rg-default";

export const functionOperations = (fc: Compute): readonly Operation[] => [
  create(fc),
  operation({
    name: "GetFunction",
    route: "GET /functions/{functionName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const versionId = versionOf(fn, qualifierOf(call));
      const version = fn.versions.find((candidate) => candidate.versionId === versionId);
      // A version has a description of its own, be it none.
      return viewFunction(fc, fn, findVersion(fn, versionId), version && (version.description ?? ""));
    },
  }),
  update(fc),
  remove(fc),
  list(fc),
  operation({
    name: "GetFunctionCode",
    route: "GET /functions/{functionName}/code",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { code } = findVersion(fn, versionOf(fn, qualifierOf(call)));
      if (!code) throw invalid(`function '${fn.name}' is a container and has no package`);
      return { url: codeAddress(fc, code), checksum: code.checksum };
    },
  }),
  restrict(fc, true),
  restrict(fc, false),
];

const create = (fc: Compute): Operation =>
  operation({
    name: "CreateFunction",
    route: "POST /functions",
    resource: resource("functions"),
    run: async (call) => {
      const {
        functionName,
        code = {},
        Tags,
        tags = Tags ?? [],
        resourceGroupId,
        ...rest
      } = parseBody(call, createFunction);
      const given = changeSettings(rest as FunctionSettings, {});
      const settings = completeSettings(fc, call.region, given);
      const taken = await takeCode(fc.world, code);
      if (!taken && settings.runtime !== "custom-container") throw invalid("code: names no package");
      // Asked last: another call may have made it in the meantime.
      if (fc.state.functions.some((fn) => fn.region === call.region && fn.name === functionName)) {
        throw alreadyExists("FunctionAlreadyExists", `function '${functionName}'`);
      }
      const now = fc.world.clock.now();
      const fn: FunctionRecord = {
        ...{ region: call.region, name: functionName, id: randomUUID(), created: now },
        latest: { settings, ...(taken && { code: taken }), modified: now },
        ...{
          versions: [],
          lastVersion: 0,
          aliases: [],
          triggers: [],
          asyncConfigs: {},
          provisions: {},
          scaling: {},
          vpcs: [],
        },
        tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
        resourceGroup: resourceGroupId || DEFAULT_GROUP,
      };
      fc.state.functions.push(fn);
      fc.world.changed();
      return viewFunction(fc, fn, fn.latest);
    },
  });

const update = (fc: Compute): Operation =>
  operation({
    name: "UpdateFunction",
    route: "PUT /functions/{functionName}",
    run: async (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { functionName: _, code = {}, ...changes } = parseBody(call, updateFunction);
      const settings = completeSettings(fc, call.region, changeSettings(fn.latest.settings, changes));
      const taken = (await takeCode(fc.world, code)) ?? fn.latest.code;
      const isContainer = settings.runtime === "custom-container";
      if (!taken && !isContainer) throw invalid("code: names no package");
      fn.latest = { settings, ...(taken && !isContainer && { code: taken }), modified: fc.world.clock.now() };
      retireOutdated(fc, fn);
      fc.world.changed();
      fc.warm(fn);
      return viewFunction(fc, fn, fn.latest);
    },
  });

const remove = (fc: Compute): Operation =>
  operation({
    name: "DeleteFunction",
    route: "DELETE /functions/{functionName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      for (const trigger of fn.triggers) detach(fc, fn, trigger);
      fc.state.functions = fc.state.functions.filter((other) => other !== fn);
      fc.executor.retire(addressOf(fn));
      fc.world.changed();
      return empty();
    },
  });

const list = (fc: Compute): Operation =>
  operation({
    name: "ListFunctions",
    route: "GET /functions",
    resource: resource("functions"),
    run: (call) => {
      const { query } = call.request;
      const wanted = tagsAsked(query.get("tags"), "tags");
      const fitting = fc.state.functions.filter(
        (fn) =>
          fn.region === call.region &&
          fn.name.includes(query.get("functionName") ?? "") &&
          (fn.latest.settings.description ?? "").includes(query.get("description") ?? "") &&
          // Functions of version 3 are all there is here.
          (!query.get("fcVersion") || query.get("fcVersion") === "v3") &&
          (!query.get("gpuType") || gpuTypeOf(fn) === query.get("gpuType")) &&
          (!query.get("runtime") || fn.latest.settings.runtime === query.get("runtime")) &&
          (!query.get("resourceGroupId") || fn.resourceGroup === query.get("resourceGroupId")) &&
          hasTags(fn, wanted),
      );
      const { items, nextToken } = page(call, fitting, (fn) => fn.name);
      return { functions: items.map((fn) => viewFunction(fc, fn, fn.latest)), ...(nextToken && { nextToken }) };
    },
  });

function gpuTypeOf({ latest }: FunctionRecord): string | undefined {
  const { gpuConfig } = latest.settings;
  return gpuConfig && "gpuType" in gpuConfig ? gpuConfig.gpuType : undefined;
}

/** Calls can be switched off, and on again. */
const restrict = (fc: Compute, disable: boolean): Operation =>
  operation({
    name: disable ? "DisableFunctionInvocation" : "EnableFunctionInvocation",
    route: `POST /functions/{functionName}/invoke/${disable ? "disable" : "enable"}`,
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { reason } = parseBody(call, disableInvocation);
      fn.restriction = { disable, ...(disable && reason && { reason }), modified: fc.world.clock.now() };
      fc.world.changed();
      return { success: true };
    },
  });
