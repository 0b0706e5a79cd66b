import { join } from "node:path";
import { EventEmitter, once } from "node:events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aws } from "../../../adapters/aws/adapter.ts";
import { operate } from "../../../adapters/aws/operate/index.ts";
import type { Artifact } from "../../../adapters/contract.ts";
import { Rebuilder } from "../../../infra/dev/rebuild.ts";
import { RecordFile } from "../../../infra/dev/record.ts";
import type { DevReport } from "../../../infra/dev/report.ts";
import { type DevDeployment, DevSession } from "../../../infra/dev/session.ts";
import { deploymentOf } from "../../../infra/deployment.ts";
import { planApp } from "../../../infra/prepare.ts";
import { checkSpec } from "../../../model/checked-spec.ts";
import { UserError } from "../../../model/errors.ts";
import { sha256 } from "../../../infra/build/digests.ts";
import { temporaryDirectory, write } from "../project.ts";

const SPEC = {
  name: "shop",
  silence: { "nothing-calls": "The test calls it." },
  functions: { a: { handler: "a.ts" }, b: { handler: "b.ts", concurrency: { provisioned: 1 } } },
};
const handler = (version: number | string): string => `export default { http: () => ${version} };`;

/** A cloud and an engine that work as the real ones do: the engine uploads only packages that its state lacks. */
class World {
  readonly directory = temporaryDirectory();
  readonly record = new RecordFile(this.directory, "local");
  readonly cloud = new Map<string, string>();
  readonly state = new Map<string, string>();
  readonly reports: DevReport[] = [];
  readonly session: DevSession;
  readonly interrupted = new AbortController();
  deployments = 0;
  /** The cloud's answer to new code. */
  refusal: Error | undefined;
  codeLimit: number | undefined;
  readonly #changed = new EventEmitter();

  constructor() {
    write(this.directory, { "a.ts": handler(0), "b.ts": handler(0) });
    this.session = new DevSession({
      deploy: () => this.#deploy(),
      report: (report) => {
        this.reports.push(report);
        this.#changed.emit("report", report);
      },
      fail: (error) => this.#changed.emit("error", error),
      record: this.record,
      interrupted: this.interrupted.signal,
      now: () => 0,
    });
  }

  async #deploy(): Promise<DevDeployment> {
    this.deployments += 1;
    const request = {
      spec: checkSpec(SPEC, { environment: "local", overrides: undefined, origin: "polyfn.json" }),
      adapter: this.codeLimit === undefined ? aws : { ...aws, operate: { ...operate, codeLimit: this.codeLimit } },
      stack: "local",
      directory: this.directory,
      deployment: (app: string) => deploymentOf({ app, stack: "local", adapter: aws }),
    };
    const rebuilder = new Rebuilder({ plan: planApp(request), spec: request.spec, directory: this.directory });
    const artifacts: ReadonlyMap<string, Artifact> = await rebuilder.buildAll();
    for (const [name, { sha256: digest }] of artifacts) {
      if (this.state.get(name) !== digest) this.cloud.set(name, digest);
      this.state.set(name, digest);
    }
    const functions = new Map([...artifacts.keys()].map((name) => [name, { name, id: name }]));
    const operator = {
      replaceCode: async ({ name }: { name: string }, zip: Uint8Array) => {
        if (this.refusal) throw this.refusal;
        const noted = await this.record.read();
        // The last way back: whoever finds the record knows what to put back.
        if (sha256(zip) !== this.state.get(name)) {
          expect(noted?.functions[`aws/${name}`]).toMatchObject({ deployed: this.state.get(name), put: sha256(zip) });
        }
        this.cloud.set(name, sha256(zip));
      },
    };
    return {
      ok: true,
      places: [{ name: "aws", rebuilder, functions, operator }],
      packages: new Map([["aws", artifacts]]),
    };
  }

  save(file: string, content: string): Promise<void> {
    write(this.directory, { [file]: content });
    return this.session.saved([join(this.directory, file)], false);
  }

  async next(event: DevReport["event"]): Promise<void> {
    for (;;) {
      const [report] = (await once(this.#changed, "report")) as [DevReport];
      if (report.event === event) return;
    }
  }
}

async function started(): Promise<World> {
  const world = new World();
  const ready = world.next("ready");
  await world.session.start();
  await ready;
  return world;
}

test("swaps a saved function, keeps it while it is broken, and puts the deployed code back at the end", async () => {
  const world = await started();
  const before = world.cloud.get("a");
  let done = world.next("swapped");
  await world.save("a.ts", handler(1));
  await done;
  const swapped = world.cloud.get("a");
  expect(swapped).not.toBe(before);

  done = world.next("broken");
  await world.save("a.ts", "export default {");
  await done;
  expect(world.cloud.get("a")).toBe(swapped);

  await world.session.stop();
  expect(world.deployments).toBe(1);
  expect(world.cloud).toEqual(world.state);
  expect(world.reports.at(-1)).toMatchObject({ event: "restored", function: "a", place: "aws" });
  expect(await world.record.read()).toBeUndefined();
});

test("deploys a function that is called through a version", async () => {
  const world = await started();
  const done = world.next("ready");
  await world.save("b.ts", handler(1));
  await done;
  expect(world.deployments).toBe(2);
  expect(world.cloud).toEqual(world.state);
  await world.session.stop();
});

test("reports code that the cloud refuses, and tries the next", async () => {
  const world = await started();
  world.refusal = new UserError("The package is too large.");
  let done = world.next("swap-failed");
  await world.save("a.ts", handler(1));
  await done;
  world.refusal = undefined;
  done = world.next("swapped");
  await world.save("a.ts", handler(2));
  await done;
  await world.session.stop();
  expect(world.cloud).toEqual(world.state);
});

test("any edits leave the cloud with the newest sources, and at the end with the engine's state", async () => {
  const world = await started();
  const edit = fc.tuple(fc.constantFrom("a.ts", "b.ts"), fc.constantFrom("0", "1", "2", "!"));
  const [edits = []] = fc.sample(fc.array(edit, { minLength: 200, maxLength: 200 }), 1);
  for (const [file, version] of edits) await world.save(file, version === "!" ? "export {" : handler(version));
  const done = world.next("ready");
  await world.save("a.ts", handler(7));
  await world.save("b.ts", handler(8));
  await done;
  const deployed = world.state.get("b");
  await world.session.stop();
  expect(world.cloud).toEqual(world.state);
  expect(world.state.get("b")).toBe(deployed);
  expect(await world.record.read()).toBeUndefined();
});

test("lets the engine deploy a package that the cloud does not take in a request", async () => {
  const world = await started();
  world.codeLimit = 0;
  let done = world.next("ready");
  await world.session.saved([], true);
  await done;
  done = world.next("ready");
  await world.save("a.ts", handler(1));
  await done;
  expect(world.deployments).toBe(3);
  expect(world.cloud.get("a")).toBe(world.state.get("a"));
  expect(world.reports.filter(({ event }) => event.startsWith("swap"))).toEqual([]);
  await world.session.stop();
  expect(await world.record.read()).toBeUndefined();
});

test("puts the deployed code back when Ctrl-C ends what a swap or a build needs", async () => {
  const world = await started();
  const before = world.cloud.get("a");
  const swapped = world.next("swapped");
  await world.save("a.ts", handler(1));
  await swapped;
  const ready = world.next("ready");
  world.refusal = new Error("The service was stopped");
  await world.save("a.ts", handler(2));
  world.interrupted.abort();
  await ready;
  world.refusal = undefined;
  await world.session.stop();
  expect(world.cloud.get("a")).toBe(before);
  expect(await world.record.read()).toBeUndefined();
});
