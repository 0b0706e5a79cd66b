import { ApiError } from "../../../core/error.ts";
import { empty } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { type Compute, findFunction, functionArn, isoTime, versionOf } from "../compute.ts";
import { createVpcBinding, putAsyncInvokeConfig, putConcurrencyConfig } from "../schemas/configs.ts";
import { parseBody } from "../schemas/parse.ts";
import type { AsyncRecord, FunctionRecord } from "../state.ts";
import { operation, page, parameter, qualifierOf, resource } from "./operation.ts";

const fnOf = (fc: Compute, call: Call): FunctionRecord =>
  findFunction(fc, call.region, parameter(call, "functionName"));

export const asyncConfigOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "PutAsyncInvokeConfig",
    route: "PUT /functions/{functionName}/async-invoke-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      const qualifier = qualifierOf(call);
      versionOf(fn, qualifier);
      const { functionName: _, ...given } = parseBody(call, putAsyncInvokeConfig);
      const now = fc.world.clock.now();
      const known = fn.asyncConfigs[qualifier];
      const config = { ...known, ...given, created: known?.created ?? now, modified: now };
      fn.asyncConfigs[qualifier] = config;
      fc.world.changed();
      return viewAsync(fc, fn, qualifier, config);
    },
  }),
  operation({
    name: "GetAsyncInvokeConfig",
    route: "GET /functions/{functionName}/async-invoke-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      return viewAsync(fc, fn, qualifierOf(call), findAsync(fn, qualifierOf(call)));
    },
  }),
  operation({
    name: "DeleteAsyncInvokeConfig",
    route: "DELETE /functions/{functionName}/async-invoke-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      findAsync(fn, qualifierOf(call));
      delete fn.asyncConfigs[qualifierOf(call)];
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListAsyncInvokeConfigs",
    route: "GET /async-invoke-configs",
    resource: resource("functions"),
    run: (call) => {
      const name = call.request.query.get("functionName");
      const all = fc.state.functions
        .filter((fn) => fn.region === call.region && (!name || fn.name === name))
        .flatMap((fn) =>
          Object.entries(fn.asyncConfigs).map(([q, config]) => ({ key: `${fn.name}/${q}`, fn, q, config })),
        );
      const { items, nextToken } = page(call, all, ({ key }) => key);
      const configs = items.map(({ fn, q, config }) => viewAsync(fc, fn, q, config));
      return { configs, ...(nextToken && { nextToken }) };
    },
  }),
];

function findAsync(fn: FunctionRecord, qualifier: string): AsyncRecord {
  const found = fn.asyncConfigs[qualifier];
  if (found) return found;
  const message = `function '${fn.name}' has no asynchronous configuration for '${qualifier}'`;
  throw new ApiError(404, "AsyncConfigNotExists", message);
}

const DEFAULT_AGE = 86_400;
const DEFAULT_RETRIES = 3;

const viewAsync = ({ world }: Compute, fn: FunctionRecord, qualifier: string, config: AsyncRecord): object => ({
  functionArn: functionArn(world.account, fn.region, fn.name, qualifier),
  asyncTask: config.asyncTask ?? false,
  destinationConfig: { onSuccess: {}, onFailure: {}, ...config.destinationConfig },
  maxAsyncEventAgeInSeconds: config.maxAsyncEventAgeInSeconds ?? DEFAULT_AGE,
  maxAsyncRetryAttempts: config.maxAsyncRetryAttempts ?? DEFAULT_RETRIES,
  createdTime: isoTime(config.created),
  lastModifiedTime: isoTime(config.modified),
});

export const concurrencyOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "PutConcurrencyConfig",
    route: "PUT /functions/{functionName}/concurrency",
    run: (call) => {
      const fn = fnOf(fc, call);
      fn.reservedConcurrency = parseBody(call, putConcurrencyConfig).reservedConcurrency;
      fc.world.changed();
      return viewConcurrency(fc, fn);
    },
  }),
  operation({
    name: "GetConcurrencyConfig",
    route: "GET /functions/{functionName}/concurrency",
    run: (call) => viewConcurrency(fc, withConcurrency(fnOf(fc, call))),
  }),
  operation({
    name: "DeleteConcurrencyConfig",
    route: "DELETE /functions/{functionName}/concurrency",
    run: (call) => {
      delete withConcurrency(fnOf(fc, call)).reservedConcurrency;
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListConcurrencyConfigs",
    route: "GET /concurrency-configs",
    resource: resource("functions"),
    run: (call) => {
      const name = call.request.query.get("functionName");
      const all = fc.state.functions.filter(
        (fn) => fn.region === call.region && fn.reservedConcurrency !== undefined && (!name || fn.name === name),
      );
      const { items, nextToken } = page(call, all, (fn) => fn.name);
      return { configs: items.map((fn) => viewConcurrency(fc, fn)), ...(nextToken && { nextToken }) };
    },
  }),
];

function withConcurrency(fn: FunctionRecord): FunctionRecord {
  if (fn.reservedConcurrency !== undefined) return fn;
  throw new ApiError(404, "OnDemandConfigNotFound", `function '${fn.name}' has no concurrency configuration`);
}

const viewConcurrency = ({ world }: Compute, fn: FunctionRecord): object => ({
  functionArn: functionArn(world.account, fn.region, fn.name),
  reservedConcurrency: fn.reservedConcurrency,
});

export const vpcBindingOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "CreateVpcBinding",
    route: "POST /functions/{functionName}/vpc-bindings",
    run: (call) => {
      const fn = fnOf(fc, call);
      const { vpcId } = parseBody(call, createVpcBinding);
      fn.vpcs = [...new Set([...fn.vpcs, vpcId])];
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "DeleteVpcBinding",
    route: "DELETE /functions/{functionName}/vpc-bindings/{vpcId}",
    run: (call) => {
      const fn = fnOf(fc, call);
      const vpcId = parameter(call, "vpcId");
      if (!fn.vpcs.includes(vpcId)) {
        throw new ApiError(404, "VpcBindingNotFound", `function '${fn.name}' is not bound to '${vpcId}'`);
      }
      fn.vpcs = fn.vpcs.filter((other) => other !== vpcId);
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListVpcBindings",
    route: "GET /functions/{functionName}/vpc-bindings",
    run: (call) => ({ vpcIds: fnOf(fc, call).vpcs }),
  }),
];
