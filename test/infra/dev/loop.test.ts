import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Loop, type LoopAction, type LoopEvent } from "../../../infra/dev/loop.ts";

const parts = (swappable: boolean) =>
  new Map([
    ["cloud/a", { swappable: true }],
    ["cloud/b", { swappable }],
  ]);

const deployed = (a: string, b = "b0", swappable = true): LoopEvent => ({
  kind: "deployed",
  ok: true,
  packages: new Map([
    ["cloud/a", a],
    ["cloud/b", b],
  ]),
  parts: parts(swappable),
});

function started(swappable = true): Loop {
  const loop = new Loop();
  expect(loop.handle({ kind: "saved", parts: [], deploy: true })).toEqual([{ kind: "deploy" }]);
  expect(loop.handle(deployed("a0", "b0", swappable))).toEqual([]);
  return loop;
}

const saved = (...of: string[]): LoopEvent => ({ kind: "saved", parts: of, deploy: false });

describe("the development loop", () => {
  test("builds what was saved, swaps it, and runs no engine", () => {
    const loop = started();
    expect(loop.handle(saved("cloud/a"))).toEqual([{ kind: "build", part: "cloud/a" }]);
    expect(loop.handle({ kind: "built", part: "cloud/a", digest: "a1" })).toEqual([
      { kind: "swap", part: "cloud/a", digest: "a1" },
    ]);
    expect(loop.handle({ kind: "swapped", part: "cloud/a", digest: "a1" })).toEqual([]);
    expect(loop.idle).toBe(true);
  });

  test("swaps nothing when the package is the same", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    expect(loop.handle({ kind: "built", part: "cloud/a", digest: "a0" })).toEqual([]);
  });

  test("keeps the old code while the sources do not build", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    expect(loop.handle({ kind: "broken", part: "cloud/a" })).toEqual([]);
    expect(loop.handle({ kind: "stopped" })).toEqual([{ kind: "finish", restore: new Map() }]);
  });

  test("builds again what was saved during its build", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    expect(loop.handle(saved("cloud/a"))).toEqual([]);
    expect(loop.handle({ kind: "built", part: "cloud/a", digest: "a1" })).toEqual([{ kind: "build", part: "cloud/a" }]);
  });

  test("does not send a package twice that the cloud refused", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    loop.handle({ kind: "built", part: "cloud/a", digest: "a1" });
    expect(loop.handle({ kind: "swap-failed", part: "cloud/a", digest: "a1" })).toEqual([]);
    expect(loop.handle(saved("cloud/b"))).toEqual([{ kind: "build", part: "cloud/b" }]);
  });

  test("runs the engine when a changed function cannot be swapped, once for each change", () => {
    const loop = started(false);
    loop.handle(saved("cloud/b"));
    expect(loop.handle({ kind: "built", part: "cloud/b", digest: "b1" })).toEqual([{ kind: "deploy" }]);
    expect(loop.handle({ kind: "deployed", ok: false, packages: new Map() })).toEqual([]);
    loop.handle(saved("cloud/b"));
    expect(loop.handle({ kind: "built", part: "cloud/b", digest: "b2" })).toEqual([{ kind: "deploy" }]);
    expect(loop.handle(deployed("a0", "b2", false))).toEqual([]);
  });

  test("starts the engine after the swap that is under way", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    loop.handle({ kind: "built", part: "cloud/a", digest: "a1" });
    expect(loop.handle({ kind: "saved", parts: [], deploy: true })).toEqual([]);
    expect(loop.handle({ kind: "swapped", part: "cloud/a", digest: "a1" })).toEqual([{ kind: "deploy" }]);
  });

  test("swaps back what the engine left alone because its state already had it", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    loop.handle({ kind: "built", part: "cloud/a", digest: "a1" });
    loop.handle({ kind: "swapped", part: "cloud/a", digest: "a1" });
    expect(loop.handle({ kind: "saved", parts: ["cloud/a"], deploy: true })).toEqual([
      { kind: "build", part: "cloud/a" },
      { kind: "deploy" },
    ]);
    loop.handle({ kind: "built", part: "cloud/a", digest: "a0" });
    expect(loop.handle(deployed("a0"))).toEqual([{ kind: "swap", part: "cloud/a", digest: "a0" }]);
  });

  test("restores at the end what the engine does not know, after what is under way", () => {
    const loop = started();
    loop.handle(saved("cloud/a"));
    loop.handle({ kind: "built", part: "cloud/a", digest: "a1" });
    expect(loop.handle({ kind: "stopped" })).toEqual([]);
    expect(loop.handle({ kind: "swapped", part: "cloud/a", digest: "a1" })).toEqual([
      { kind: "finish", restore: new Map([["cloud/a", "a0"]]) },
    ]);
  });
});

/** A cloud, an engine's state and sources, of which the loop learns only by events. */
class World {
  readonly loop = new Loop();
  readonly sources = new Map([
    ["cloud/a", "a0"],
    ["cloud/b", "b0"],
  ]);
  readonly cloud = new Map<string, string>();
  readonly state = new Map<string, string>();
  /** Actions that are not answered yet. */
  open: LoopAction[] = [];
  restored: ReadonlyMap<string, string> | undefined;

  send(event: LoopEvent): void {
    for (const action of this.loop.handle(event)) {
      if (action.kind === "finish") this.restored = action.restore;
      else this.open.push(action);
    }
    const deploying = this.open.some(({ kind }) => kind === "deploy");
    expect(deploying && this.open.some(({ kind }) => kind === "swap"), "a swap during a deployment").toBe(false);
  }

  /** Answers the open action at this place. The engine uploads only what its state lacks, and may end in the middle. */
  answer(at: number, ok: boolean): void {
    const [action] = this.open.splice(at % this.open.length, 1);
    if (action?.kind === "build") {
      const digest = this.sources.get(action.part) ?? "";
      this.send(digest.endsWith("!") ? { kind: "broken", part: action.part } : { ...action, kind: "built", digest });
    } else if (action?.kind === "swap") {
      if (ok) this.cloud.set(action.part, action.digest);
      this.send({ ...action, kind: ok ? "swapped" : "swap-failed" });
    } else if (action?.kind === "deploy") {
      const good = [...this.sources.values()].every((digest) => !digest.endsWith("!"));
      const packages = good ? [...this.sources].slice(0, ok ? 2 : 1) : [];
      for (const [part, digest] of packages) {
        if (this.state.get(part) !== digest) this.cloud.set(part, digest);
        this.state.set(part, digest);
      }
      this.send({ kind: "deployed", ok: ok && good, packages: new Map(packages), parts: parts(true) });
    }
  }

  drain(): void {
    while (this.open.length > 0) this.answer(0, true);
  }
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant("save" as const),
    part: fc.constantFrom("cloud/a", "cloud/b"),
    // Few digests, so that sources often return to what was deployed; "!" does not build.
    digest: fc.constantFrom("0", "1", "2", "!"),
    deploy: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("answer" as const), at: fc.nat(5), ok: fc.boolean() }),
);

describe("after any sequence of edits and failures", () => {
  test("the cloud runs the newest sources, and at the end what the engine's state says", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new World();
        world.send({ kind: "saved", parts: [], deploy: true });
        world.drain();
        for (const one of steps) {
          if (one.kind === "answer") {
            if (world.open.length > 0) world.answer(one.at, one.ok);
          } else {
            world.sources.set(one.part, one.part.at(-1) + one.digest);
            world.send({ kind: "saved", parts: [one.part], deploy: one.deploy });
          }
        }
        // A last save of everything, because a refused package is not sent again without one.
        for (const part of world.sources.keys()) world.sources.set(part, `${part.at(-1)}3`);
        world.send({ kind: "saved", parts: [...world.sources.keys()], deploy: false });
        world.drain();
        expect(world.cloud).toEqual(world.sources);
        world.send({ kind: "stopped" });
        for (const [part, digest] of world.restored ?? []) world.cloud.set(part, digest);
        expect(world.cloud).toEqual(world.state);
      }),
      { numRuns: 500 },
    );
  });

  test("an end in the middle leaves what the engine's state says", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new World();
        world.send({ kind: "saved", parts: [], deploy: true });
        world.drain();
        for (const one of steps) {
          if (one.kind === "answer") {
            if (world.open.length > 0) world.answer(one.at, one.ok);
          } else {
            world.sources.set(one.part, one.part.at(-1) + one.digest);
            world.send({ kind: "saved", parts: [one.part], deploy: one.deploy });
          }
        }
        world.send({ kind: "stopped" });
        world.drain();
        expect(world.restored, "the end is reached").toBeDefined();
        for (const [part, digest] of world.restored ?? []) world.cloud.set(part, digest);
        expect(world.cloud).toEqual(world.state);
      }),
      { numRuns: 500 },
    );
  });
});
