import { empty } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import { addressOf, type Compute, findAlias, findFunction, functionArn, LATEST } from "../compute.ts";
import { invalid } from "../errors.ts";
import { putProvisionConfig, scalingSettings } from "../schemas/configs.ts";
import { parseBody } from "../schemas/parse.ts";
import type { FunctionRecord } from "../state.ts";
import { warmCount } from "../warm.ts";
import { operation, page, parameter, qualifierOf, resource } from "./operation.ts";

const fnOf = (fc: Compute, call: Call): FunctionRecord =>
  findFunction(fc, call.region, parameter(call, "functionName"));

export const provisionOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "PutProvisionConfig",
    route: "PUT /functions/{functionName}/provision-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      const qualifier = provisionable(fn, qualifierOf(call));
      const { functionName: _, ...given } = parseBody(call, putProvisionConfig);
      fn.provisions[qualifier] = { ...fn.provisions[qualifier], ...given };
      fc.world.changed();
      fc.warm(fn);
      return view(fc, fn, qualifier);
    },
  }),
  operation({
    name: "GetProvisionConfig",
    route: "GET /functions/{functionName}/provision-config",
    // Without a configuration the answer says that none are kept.
    run: (call) => view(fc, fnOf(fc, call), qualifierOf(call)),
  }),
  operation({
    name: "DeleteProvisionConfig",
    route: "DELETE /functions/{functionName}/provision-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      const qualifier = qualifierOf(call);
      if (qualifier in fn.provisions) {
        fn.provisions[qualifier] = { target: 0 };
        fc.warm(fn);
        delete fn.provisions[qualifier];
      }
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListProvisionConfigs",
    route: "GET /provision-configs",
    resource: resource("functions"),
    run: (call) => {
      const all = every(fc, call, (fn) => Object.keys(fn.provisions));
      const { items, nextToken } = page(call, all, ({ key }) => key);
      const provisionConfigs = items.map(({ fn, qualifier }) => view(fc, fn, qualifier));
      return { provisionConfigs, ...(nextToken && { nextToken }) };
    },
  }),
];

export const scalingOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "PutScalingConfig",
    route: "PUT /functions/{functionName}/scaling-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      const qualifier = provisionable(fn, qualifierOf(call));
      const { functionName: _, ...given } = parseBody(call, scalingSettings);
      fn.scaling[qualifier] = given;
      fc.world.changed();
      fc.warm(fn);
      return viewScaling(fc, fn, qualifier);
    },
  }),
  operation({
    name: "GetScalingConfig",
    route: "GET /functions/{functionName}/scaling-config",
    run: (call) => viewScaling(fc, fnOf(fc, call), qualifierOf(call)),
  }),
  operation({
    name: "DeleteScalingConfig",
    route: "DELETE /functions/{functionName}/scaling-config",
    run: (call) => {
      const fn = fnOf(fc, call);
      fn.scaling[qualifierOf(call)] = {};
      fc.warm(fn);
      delete fn.scaling[qualifierOf(call)];
      fc.world.changed();
      return empty();
    },
  }),
  operation({
    name: "ListScalingConfigs",
    route: "GET /scaling-configs",
    resource: resource("functions"),
    run: (call) => {
      const all = every(fc, call, (fn) => Object.keys(fn.scaling));
      const { items, nextToken } = page(call, all, ({ key }) => key);
      const scalingConfigs = items.map(({ fn, qualifier }) => viewScaling(fc, fn, qualifier));
      return { scalingConfigs, ...(nextToken && { nextToken }) };
    },
  }),
];

function every(fc: Compute, call: Call, qualifiers: (fn: FunctionRecord) => readonly string[]) {
  const name = call.request.query.get("functionName");
  return fc.state.functions
    .filter((fn) => fn.region === call.region && (!name || fn.name === name))
    .flatMap((fn) => qualifiers(fn).map((qualifier) => ({ key: `${fn.name}/${qualifier}`, fn, qualifier })));
}

/** Instances are kept for LATEST and for aliases, not for bare versions. */
function provisionable(fn: FunctionRecord, qualifier: string): string {
  if (qualifier === LATEST) return qualifier;
  if (/^\d+$/.test(qualifier)) throw invalid(`qualifier: must be LATEST or an alias, not the version ${qualifier}`);
  return findAlias(fn, qualifier).aliasName;
}

const current = (fc: Compute, fn: FunctionRecord, qualifier: string): number =>
  fc.executor
    .instances(addressOf(fn))
    .filter((instance) => instance.qualifier === qualifier && instance.status === "Running").length;

function view(fc: Compute, fn: FunctionRecord, qualifier: string): object {
  const settings = fn.provisions[qualifier] ?? {};
  const { target = settings.defaultTarget ?? 0 } = settings;
  return {
    functionArn: functionArn(fc.world.account, fn.region, fn.name, qualifier),
    alwaysAllocateCPU: settings.alwaysAllocateCPU ?? false,
    alwaysAllocateGPU: settings.alwaysAllocateGPU ?? false,
    ...(settings.scheduledActions && { scheduledActions: settings.scheduledActions }),
    ...(settings.targetTrackingPolicies && { targetTrackingPolicies: settings.targetTrackingPolicies }),
    ...{ target, defaultTarget: target, current: Math.min(target, current(fc, fn, qualifier)), currentError: "" },
  };
}

/** Without a configuration there is nothing to count, and no ARN: by that the vendor's deployer knows it. */
function viewScaling(fc: Compute, fn: FunctionRecord, qualifier: string): object {
  const settings = fn.scaling[qualifier];
  if (!settings) return { functionArn: "", currentInstances: 0, targetInstances: 0, currentError: "" };
  return {
    functionArn: functionArn(fc.world.account, fn.region, fn.name, qualifier),
    ...{ minInstances: 0, enableOnDemandScaling: true },
    ...settings,
    currentInstances: current(fc, fn, qualifier),
    targetInstances: warmCount(fn, qualifier),
    currentError: "",
  };
}
