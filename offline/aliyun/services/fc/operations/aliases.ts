import { empty } from "../../../core/http.ts";
import type { Operation } from "../../../core/service.ts";
import { type Compute, findAlias, findFunction, findVersion } from "../compute.ts";
import { alreadyExists } from "../errors.ts";
import { type AliasSettings, createAlias, updateAlias } from "../schemas/alias.ts";
import { parseBody } from "../schemas/parse.ts";
import type { AliasRecord, FunctionRecord } from "../state.ts";
import { viewAlias } from "../view.ts";
import { operation, page, parameter } from "./operation.ts";

export const aliasOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "CreateAlias",
    route: "POST /functions/{functionName}/aliases",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const given = parseBody(call, createAlias);
      if (fn.aliases.some((alias) => alias.aliasName === given.aliasName)) {
        throw alreadyExists("AliasAlreadyExists", `alias '${given.aliasName}' of function '${fn.name}'`);
      }
      checkVersions(fn, given);
      const now = fc.world.clock.now();
      const alias: AliasRecord = { ...given, created: now, modified: now };
      fn.aliases.push(alias);
      fc.world.changed();
      return viewAlias(alias);
    },
  }),
  operation({
    name: "GetAlias",
    route: "GET /functions/{functionName}/aliases/{aliasName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      return viewAlias(findAlias(fn, parameter(call, "aliasName")));
    },
  }),
  operation({
    name: "UpdateAlias",
    route: "PUT /functions/{functionName}/aliases/{aliasName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const alias = findAlias(fn, parameter(call, "aliasName"));
      const { functionName: _, aliasName: __, ...changes } = parseBody(call, updateAlias);
      const changed = { ...alias, ...changes };
      checkVersions(fn, changed);
      Object.assign(alias, changed, { modified: fc.world.clock.now() });
      fc.world.changed();
      fc.warm(fn);
      return viewAlias(alias);
    },
  }),
  operation({
    name: "DeleteAlias",
    route: "DELETE /functions/{functionName}/aliases/{aliasName}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const alias = findAlias(fn, parameter(call, "aliasName"));
      fn.aliases = fn.aliases.filter((other) => other !== alias);
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListAliases",
    route: "GET /functions/{functionName}/aliases",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { items, nextToken } = page(call, fn.aliases, (alias) => alias.aliasName);
      return { aliases: items.map(viewAlias), ...(nextToken && { nextToken }) };
    },
  }),
];

function checkVersions(fn: FunctionRecord, { versionId, additionalVersionWeight = {} }: AliasSettings): void {
  for (const version of [versionId, ...Object.keys(additionalVersionWeight)]) findVersion(fn, version);
}
