/** A function in one of the stack's places. */
export type Part = string;

/** SHA-256 of a package, hexadecimal. */
type Digest = string;

/** Something that happened. */
export type LoopEvent =
  | {
      readonly kind: "saved";
      /** Functions whose packages the saved files are in. */
      readonly parts: readonly Part[];
      /** True when the spec, the stack's file or the Pulumi program changed. */
      readonly deploy: boolean;
    }
  | { readonly kind: "built"; readonly part: Part; readonly digest: Digest }
  | { readonly kind: "broken"; readonly part: Part }
  | { readonly kind: "swapped"; readonly part: Part; readonly digest: Digest }
  | { readonly kind: "swap-failed"; readonly part: Part; readonly digest: Digest }
  /** Only the engine can deploy this package, or the one before. Nothing was sent. */
  | { readonly kind: "too-large"; readonly part: Part; readonly digest: Digest }
  | {
      readonly kind: "deployed";
      readonly ok: boolean;
      /** Packages that the engine's state has now, of the functions that the engine reached. */
      readonly packages: ReadonlyMap<Part, Digest>;
      /** All functions of the app, and whether their code can be swapped. Absent when the app could not be read. */
      readonly parts?: ReadonlyMap<Part, { readonly swappable: boolean }>;
    }
  | { readonly kind: "stopped" };

/** Something to do. Each action but "finish" is answered by an event. */
export type LoopAction =
  | { readonly kind: "build"; readonly part: Part }
  | { readonly kind: "swap"; readonly part: Part; readonly digest: Digest }
  | { readonly kind: "deploy" }
  /** Nothing is under way: functions that run other code than the engine's state says are to be put back. */
  | { readonly kind: "finish"; readonly restore: ReadonlyMap<Part, Digest> };

/** The known state of a function. */
interface State {
  readonly swappable: boolean;
  /** In the engine's state. */
  deployed?: Digest;
  /** In the cloud. Undefined after a failed swap, when it is unknown. */
  running?: Digest | undefined;
  /** Of the newest sources. Undefined while they do not build. */
  built?: Digest | undefined;
  /** Package that the cloud refused; it is not sent again. */
  refused?: Digest | undefined;
  building: boolean;
  swapping: boolean;
  /** Saved again while it was being built, or while the engine ran. */
  stale: boolean;
}

/**
 * The development loop: events in, actions out, no time and no input or output.
 *
 * A function is built once at a time and swapped once at a time; what is saved meanwhile is built afterwards. While the
 * engine runs nothing is swapped, and the engine starts only when no swap is under way, so that neither overwrites the
 * other. After each run of the engine every function is compared again with its sources.
 */
export class Loop {
  readonly #parts = new Map<Part, State>();
  #deploying = false;
  #deployWanted = false;
  #stopped = false;
  #finished = false;

  handle(event: LoopEvent): LoopAction[] {
    const actions = this.#react(event);
    return [...actions, ...this.#settle()];
  }

  /** True when no action is unanswered. */
  get idle(): boolean {
    return !this.#deploying && [...this.#parts.values()].every(({ building, swapping }) => !building && !swapping);
  }

  /** The function's package in the engine's state. */
  deployed(part: Part): Digest | undefined {
    return this.#parts.get(part)?.deployed;
  }

  /** The function's package in the cloud; undefined if unknown. */
  running(part: Part): Digest | undefined {
    return this.#parts.get(part)?.running;
  }

  #react(event: LoopEvent): LoopAction[] {
    switch (event.kind) {
      case "saved":
        if (event.deploy) this.#deployWanted = true;
        return event.parts.flatMap((part) => this.#save(part));
      case "built":
        return this.#built(event.part, event.digest);
      case "broken":
        return this.#built(event.part, undefined);
      case "swapped":
        this.#swapped(event.part, event.digest);
        return [];
      case "swap-failed":
        this.#swapped(event.part, undefined, event.digest);
        return [];
      case "too-large":
        // Of a failed deployment it is not tried again without a change.
        this.#swapped(event.part, this.running(event.part), event.digest);
        this.#deployWanted = true;
        return [];
      case "deployed":
        return this.#deployed(event);
      case "stopped":
        this.#stopped = true;
        return [];
    }
  }

  #save(part: Part): LoopAction[] {
    const state = this.#parts.get(part);
    if (state === undefined || this.#stopped) return [];
    state.refused = undefined;
    if (state.building || this.#deploying) state.stale = true;
    return state.building ? [] : this.#build(part, state);
  }

  #build(part: Part, state: State): LoopAction[] {
    state.building = true;
    return [{ kind: "build", part }];
  }

  #built(part: Part, digest: Digest | undefined): LoopAction[] {
    const state = this.#parts.get(part);
    if (state === undefined) return [];
    state.building = false;
    state.built = digest;
    if (!state.stale || this.#deploying || this.#stopped) return [];
    state.stale = false;
    return this.#build(part, state);
  }

  #swapped(part: Part, digest: Digest | undefined, refused?: Digest): void {
    const state = this.#parts.get(part);
    if (state === undefined) return;
    state.swapping = false;
    state.running = digest;
    state.refused = refused;
  }

  #deployed({ ok, packages, parts }: Extract<LoopEvent, { kind: "deployed" }>): LoopAction[] {
    this.#deploying = false;
    if (parts !== undefined && ok) this.#replace(parts);
    for (const [part, digest] of packages) {
      const state = this.#parts.get(part);
      if (state === undefined) continue;
      // The engine does not deploy code that is in its state, even if other code runs.
      if (state.deployed !== digest) state.running = digest;
      state.deployed = digest;
      // Built before the engine ran, perhaps with other settings of the spec.
      if (!state.stale && !state.building) state.built = digest;
    }
    // Without a change the engine would refuse it again.
    if (!ok) for (const state of this.#parts.values()) if (!state.swappable) state.refused = state.built;
    if (this.#stopped) return [];
    return [...this.#parts].flatMap(([part, state]) => {
      if (!state.stale || state.building) return [];
      state.stale = false;
      return this.#build(part, state);
    });
  }

  /** Takes over the functions of a changed app. */
  #replace(parts: ReadonlyMap<Part, { readonly swappable: boolean }>): void {
    for (const part of this.#parts.keys()) if (!parts.has(part)) this.#parts.delete(part);
    for (const [part, { swappable }] of parts) {
      const known = this.#parts.get(part) ?? { building: false, swapping: false, stale: false };
      this.#parts.set(part, { ...known, swappable });
    }
  }

  /** Starts what the state asks for. */
  #settle(): LoopAction[] {
    if (this.#deploying || this.#finished) return [];
    if (this.#stopped) return this.#finish();
    const swaps = this.#deployWanted ? [] : this.#swaps();
    const busy = [...this.#parts.values()].some(({ swapping }) => swapping);
    if (busy || !this.#deployWanted) return swaps;
    this.#deployWanted = false;
    this.#deploying = true;
    return [{ kind: "deploy" }];
  }

  #swaps(): LoopAction[] {
    const wanted = [...this.#parts].filter(([, state]) => {
      const { built, running, refused, building, swapping } = state;
      return built !== undefined && built !== running && built !== refused && !building && !swapping;
    });
    // The engine deploys all functions at once, those that could be swapped too.
    if (wanted.some(([, { swappable }]) => !swappable)) {
      this.#deployWanted = true;
      return [];
    }
    return wanted.map(([part, state]) => {
      state.swapping = true;
      return { kind: "swap", part, digest: state.built ?? "" };
    });
  }

  #finish(): LoopAction[] {
    if (!this.idle) return [];
    this.#finished = true;
    const restore = [...this.#parts].flatMap(([part, { deployed, running }]) =>
      deployed !== undefined && deployed !== running ? [[part, deployed] as const] : [],
    );
    return [{ kind: "finish", restore: new Map(restore) }];
  }
}
