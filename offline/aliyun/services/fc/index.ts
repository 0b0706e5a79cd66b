import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Emulated } from "../../core/emulated.ts";
import type { FunctionsPort } from "../../core/ports.ts";
import type { HostFacts, Service } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import type { Executor } from "../../execution/contract.ts";
import { createExecutor } from "../../execution/index.ts";
import { type Compute, LATEST } from "./compute.ts";
import { tooLarge } from "./errors.ts";
import { SYNC_LIMIT, serveHttp, servesHost } from "./http/serve.ts";
import { Async } from "./invocation/async.ts";
import { Invoker } from "./invocation/invoker.ts";
import { Timers } from "./invocation/timers.ts";
import { serveCode } from "./operations/code.ts";
import { operationsOf } from "./operations/index.ts";
import { invokeResource } from "./operations/invocations.ts";
import { BASE } from "./operations/operation.ts";
import { OLD_BASE } from "./operations/upload.ts";
import { refuse } from "./refuse.ts";
import { emptyState, type FcState } from "./state.ts";
import { attach } from "./trigger-binding.ts";
import { keepWarm } from "./warm.ts";

/** Function Compute 3.0. Read `state.ts` for what it holds, `operations/` for what clients may ask. */
export const createFc = (world: World): Emulated => createFunctionCompute(world, createExecutor(world));

/** Function Compute on another executor, and with other chances: for tests. */
export function createFunctionCompute(world: World, executor: Executor, random: () => number = Math.random): Emulated {
  const fc = assemble(world, executor, random);
  const forget = () => {
    fc.timers.clear();
    fc.async.clear();
    fc.invoker.clear();
  };
  const service: Service = {
    description: {
      title: "Function Compute",
      version: "2023-03-30",
      docs: "https://www.alibabacloud.com/help/en/functioncompute/api-fc-2023-03-30-overview",
      signatures: ["acs3", "roa", "fc"],
      refusals: { forbidden: [403, "AccessDenied"] },
    },
    operations: operationsOf(fc),
    matches,
    recognises: ({ rawPath }) => ([BASE, OLD_BASE].some((base) => rawPath.startsWith(`${base}/`)) ? {} : undefined),
    serve: (request) => serveCode(fc, request) ?? serveHttp(fc, request),
    servesHost: (host) => servesHost(fc, host),
    refuse,
    snapshot: () => fc.state,
    restore: (state) => {
      forget();
      fc.state = { ...emptyState(), ...(structuredClone(state) as Partial<FcState>) };
    },
    resume: () => {
      for (const fn of fc.state.functions) {
        for (const trigger of fn.triggers) attach(fc, fn, trigger);
        keepWarm(fc, fn);
      }
      fc.async.resume();
    },
    reset: async () => {
      forget();
      await executor.stop();
      fc.state = emptyState();
      rmSync(join(world.scratch, "fc"), { recursive: true, force: true });
    },
    pending: ({ prefix }) =>
      fc.state.queue.filter(({ functionName }) => functionName.startsWith(prefix)).length + fc.invoker.running(prefix),
  };
  return { service, functions: functionsPort(fc) };
}

function assemble(world: World, executor: Executor, random: () => number): Compute {
  const fc = { world, executor, random, state: emptyState() } as { -readonly [K in keyof Compute]: Compute[K] };
  fc.invoker = new Invoker(fc);
  fc.async = new Async(fc);
  fc.timers = new Timers(fc);
  fc.warm = (fn) => keepWarm(fc, fn);
  return fc;
}

/** `{account}.{region}.fc.aliyuncs.com`, and the address of the same API in the vendor's common style. */
function matches(host: string): HostFacts | undefined {
  const [, account, region] = /^(?:(\d+)\.)?([a-z0-9-]+?)(?:-internal)?\.fc\.aliyuncs\.com$/.exec(host) ?? [];
  if (region) return { region, ...(account && { account }) };
  const [, common] = /^fcv3(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host) ?? [];
  if (common) return { region: common };
  return host === "fc.aliyuncs.com" ? {} : undefined;
}

const functionsPort = (fc: Compute): FunctionsPort => ({
  invoke: async ({ region, functionName, qualifier = LATEST, payload, type, actor }) => {
    const { identities, account } = fc.world;
    if (actor.role) {
      identities.assume(actor.role, actor.service, "invoke", 900);
      identities.authorize(actor, "fc:InvokeFunction", invokeResource(account, region, functionName, qualifier));
    }
    const requestId = randomUUID();
    const invocation = { requestId, region, functionName, qualifier, input: { kind: "event", payload } as const };
    if (type === "Async") {
      fc.async.enqueue(invocation);
      return { requestId, body: Buffer.alloc(0) };
    }
    if (payload.length > SYNC_LIMIT) throw tooLarge(SYNC_LIMIT);
    const { result } = await fc.invoker.run({ ...invocation, type });
    const { outcome } = result;
    return { requestId, body: outcome.body, ...(outcome.kind === "error" && { errorType: outcome.type }) };
  },
});
