import { empty } from "../../../core/http.ts";
import type { Operation } from "../../../core/service.ts";
import { type Compute, findFunction, findVersion, isoTime } from "../compute.ts";
import { invalid, versionNotFound } from "../errors.ts";
import { publishVersion } from "../schemas/alias.ts";
import { parseBody } from "../schemas/parse.ts";
import type { VersionRecord } from "../state.ts";
import { retireOutdated } from "../warm.ts";
import { limitOf, operation, parameter } from "./operation.ts";

export const versionOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "PublishFunctionVersion",
    route: "POST /functions/{functionName}/versions",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { description } = parseBody(call, publishVersion);
      const now = fc.world.clock.now();
      const version: VersionRecord = {
        ...fn.latest,
        ...{ versionId: String(++fn.lastVersion), created: now, modified: now },
        ...(description !== undefined && { description }),
      };
      fn.versions.push(version);
      fc.world.changed();
      return view(version);
    },
  }),
  operation({
    name: "DeleteFunctionVersion",
    route: "DELETE /functions/{functionName}/versions/{versionId}",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const versionId = parameter(call, "versionId");
      if (versionId === "LATEST") throw versionNotFound(fn.name, versionId);
      findVersion(fn, versionId);
      const alias = fn.aliases.find((a) => a.versionId === versionId || versionId in (a.additionalVersionWeight ?? {}));
      if (alias) throw invalid(`version '${versionId}' is in use by alias '${alias.aliasName}'`);
      fn.versions = fn.versions.filter((version) => version.versionId !== versionId);
      retireOutdated(fc, fn);
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListFunctionVersions",
    route: "GET /functions/{functionName}/versions",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { query } = call.request;
      const direction = query.get("direction") === "FORWARD" ? "FORWARD" : "BACKWARD";
      const sign = direction === "FORWARD" ? 1 : -1;
      const from = query.get("nextToken");
      const all = fn.versions
        .filter(({ versionId }) => !from || sign * (Number(versionId) - Number(from)) >= 0)
        .sort((a, b) => sign * (Number(a.versionId) - Number(b.versionId)));
      const limit = limitOf(query.get("limit"), 100);
      const next = all[limit];
      return { versions: all.slice(0, limit).map(view), direction, ...(next && { nextToken: next.versionId }) };
    },
  }),
];

const view = ({ versionId, description, created, modified }: VersionRecord): object => ({
  versionId,
  ...(description !== undefined && { description }),
  createdTime: isoTime(created),
  lastModifiedTime: isoTime(modified),
});
