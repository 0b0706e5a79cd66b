import { randomInt } from "node:crypto";
import { UserError } from "../../model/errors.ts";
import type { AppShape } from "../../runtime/spec-types.ts";
import { common } from "./common.ts";
import { deployTo } from "./deploy-to.ts";
import type { TargetApp } from "./deployed-app.ts";
import { faultsOf } from "./faults.ts";
import { functionHandle, resourceHandle } from "./handles.ts";
import type { DeployOptions } from "./options.ts";
import { advance, empty, settled } from "./settled.ts";
import { appsOfStack, stackOf } from "./stack.ts";
import { flatTriggers, triggersOf } from "./triggers.ts";
import type { TestApp } from "./types.ts";

/** See `deploy` in index.ts. */
export async function deployApp<App extends AppShape>(options: DeployOptions<App>): Promise<TestApp<App>> {
  return testApp(await appsFor(options));
}

function testApp<App extends AppShape>(deployed: readonly TargetApp[]): TestApp<App> {
  const targets = Object.fromEntries(deployed.map((one) => [nameIn(deployed, one), handlesOf(one)]));
  const handles = common(targets) as object;
  return {
    ...handles,
    targets,
    update: async (spec: unknown) => testApp(await Promise.all(deployed.map((one) => updated(one, spec)))),
    stop: async () => void (await Promise.all(deployed.map(({ offline }) => offline?.stop()))),
  } as unknown as TestApp<App>;
}

async function updated({ offline }: TargetApp, spec: unknown): Promise<TargetApp> {
  if (offline?.update !== undefined) return offline.update(spec);
  throw new UserError("Only an app that the engine deployed for this test can be updated.", 'Use mode: "engine".');
}

async function appsFor<App>(options: DeployOptions<App>): Promise<readonly TargetApp[]> {
  const named = stackOf(options);
  if (named !== undefined) return appsOfStack(named, options.spec);
  if (options.targets.length === 0) throw new UserError("No target is given.", 'Give targets: ["..."].');
  const stack = `t${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0")}`;
  return Promise.all(options.targets.map((target) => deployTo(target, stack, options)));
}

/** The target's name; the deployment's where a stack has the target in several regions. */
function nameIn(all: readonly TargetApp[], { adapter, deployment }: TargetApp): string {
  return all.filter((one) => one.adapter.name === adapter.name).length === 1 ? adapter.name : deployment.name;
}

/** Slow, busy machines and cold functions included. */
const PATIENCE_MS = 60_000;

function handlesOf(target: TargetApp): object {
  const { app, functions, resources } = target;
  const part = (parts: typeof functions, name: string) => parts[name] ?? { name, id: name };
  const made = Object.fromEntries(
    [...app.functions].map(([name, fn]) => [
      name,
      { ...functionHandle(target, name, part(functions, name)), triggers: triggersOf(target, fn) },
    ]),
  );
  return {
    target: target.adapter.name,
    functions: made,
    triggers: flatTriggers(made),
    resources: Object.fromEntries(
      [...app.resources.values()].map((resource) => [
        resource.name,
        resourceHandle(resource, part(resources, resource.name), target.operator),
      ]),
    ),
    logs: (fn: string) => made[fn]?.logs(),
    settled: ({ timeout = PATIENCE_MS } = {}) => settled(target, timeout),
    reset: ({ timeout = PATIENCE_MS } = {}) => empty(target, timeout),
    faults: faultsOf(target),
    clock: { advance: (duration: string) => advance(target, duration) },
  };
}
