import process from "node:process";
import { execa } from "execa";
import { refuseRunningDev } from "../infra/dev/program.ts";
import { RecordFile } from "../infra/dev/record.ts";
import { requirePackages, requirePackagesOf } from "../infra/packages.ts";
import { readStackFile, type StackFile } from "../infra/stack-file.ts";
import { adapterFor, addAdapters } from "../infra/targets.ts";
import { UserError } from "../model/errors.ts";
import { type OfflineAddresses, offlineClouds } from "../offline/clouds/index.ts";
import { ensureEndpoint } from "../offline/endpoint/index.ts";
import { engineEnvironment } from "../offline/engine/environment.ts";
import type { Outcome } from "../offline/engine/events.ts";
import { findEngine } from "../offline/engine/index.ts";
import { type CommandOptions, OfflineStack, type Operation, Stack } from "../offline/engine/stack.ts";
import type { Progress } from "../terminal/progress.ts";
import { putBack } from "./dev/put-back.ts";
import type { ExitCode, Io } from "./io.ts";
import { KnownServers, type StackServers } from "./known-servers.ts";

/** A stack of the user's project with everything that the engine needs to work on it. */
export interface EngineStack {
  readonly file: StackFile;
  /** Target -> address of its server on this machine. Empty for a stack of real clouds. */
  readonly addresses: OfflineAddresses;
  /** Those of them whose server was started for this stack now, and runs until it is stopped. */
  readonly started: readonly string[];
  /** True when the backend has the stack. */
  exists(): Promise<boolean>;
  /** Creates the stack in the backend unless it has it, and says so. */
  createIfMissing(): Promise<void>;
  /** @throws UserError when the backend does not have the stack. */
  requireDeployed(): Promise<void>;
  /**
   * The deployed outputs, under the names of the program.
   * @param options `showSecrets` gives secrets in clear text. Default: `[secret]` in their place.
   * @throws UserError when the stack was never deployed.
   */
  outputs(options?: { readonly showSecrets?: boolean }): Promise<Record<string, unknown>>;
  /** Runs any engine command, attached to the terminal. */
  run(args: readonly string[]): Promise<ExitCode>;
  up(options?: CommandOptions): Promise<Outcome>;
  /** The changes that an operation would make; `up` by default. */
  preview(options?: CommandOptions, operation?: Operation): Promise<Outcome>;
  refresh(options?: CommandOptions): Promise<Outcome>;
  destroy(options?: CommandOptions): Promise<Outcome>;
}

/**
 * Opens a stack of the project that contains `io.cwd`. Of a stack on this machine, servers that don't answer are
 * started, and locks of engines that no longer run are removed; nothing in it can reach a real account. Any other stack
 * is in the user's own environment and backend.
 * @param stack The `<stack>` in `Pulumi.<stack>.yaml`.
 * @param environment Variables that the engine and the program get in addition.
 * @throws UserError when there is no such stack, or packages of its targets are not installed.
 */
export async function openEngineStack(
  stack: string,
  io: Pick<Io, "cwd" | "progress">,
  environment: Readonly<Record<string, string>> = {},
): Promise<EngineStack> {
  const { cwd, progress } = io;
  await addAdapters(cwd);
  const file = await readStackFile(stack, cwd);
  const asked = await loopbackAddresses(file);
  await requireInstalled(file, asked);
  const engine = await findEngine(progress);
  const ready = await Promise.all([...asked].map(([target, address]) => serve(target, address, progress)));
  const addresses = Object.fromEntries(ready.map(({ target, url }) => [target, url]));
  const place = { project: file.project, addresses, environment };
  const opened =
    asked.size === 0
      ? new Stack(engine, file.project, stack, { ...engineEnvironment(engine), ...environment })
      : await OfflineStack.open(engine, stack, place, progress, { create: false });
  return new OpenedStack(
    file,
    addresses,
    ready.flatMap(({ target, started }) => (started ? [target] : [])),
    Object.fromEntries(ready.map(({ target, url, id }) => [target, { url, id }])),
    opened,
    progress,
  );
}

class OpenedStack implements EngineStack {
  readonly #known: KnownServers;

  constructor(
    readonly file: StackFile,
    readonly addresses: OfflineAddresses,
    readonly started: readonly string[],
    private readonly servers: StackServers,
    private readonly stack: Stack,
    private readonly progress: Progress,
  ) {
    this.#known = new KnownServers(file.project, stack.name);
  }

  exists(): Promise<boolean> {
    return this.stack.exists();
  }

  async createIfMissing(): Promise<void> {
    if (await this.exists()) return;
    await this.stack.create();
    this.progress(`created the stack ${this.stack.name}`);
  }

  async requireDeployed(): Promise<void> {
    if (!(await this.exists())) throw notDeployed(this.stack.name);
  }

  async outputs({ showSecrets = false } = {}): Promise<Record<string, unknown>> {
    await this.requireDeployed();
    return showSecrets ? this.stack.outputs() : this.stack.maskedOutputs();
  }

  async run(args: readonly string[]): Promise<ExitCode> {
    const [command = "", ...rest] = args;
    const operation = OPERATIONS[command];
    const given = operation === undefined ? args : [command, ...(await this.#comparing(operation)), ...rest];
    const code = await attached(this.stack, given);
    if (code === 0 && operation !== undefined && operation !== "preview") await this.#known.keep(this.servers);
    return code;
  }

  up = async (options?: CommandOptions): Promise<Outcome> =>
    this.#compared(await this.stack.up(await this.#given("up", options)));
  preview = async (options?: CommandOptions, operation: Operation = "up"): Promise<Outcome> =>
    this.stack.preview(await this.#given(operation, options), operation);
  destroy = async (options?: CommandOptions): Promise<Outcome> =>
    this.#compared(await this.stack.destroy(await this.#given("destroy", options)));
  refresh = async (options?: CommandOptions): Promise<Outcome> =>
    this.#compared(await this.stack.refresh(await this.#given("refresh", options)));

  async #compared(outcome: Outcome): Promise<Outcome> {
    if (outcome.ok) await this.#known.keep(this.servers);
    return outcome;
  }

  /** Before the engine compares anything: puts back what an interrupted `polyfn dev` left. */
  async #onlyKnownCode(): Promise<void> {
    const { name } = this.stack;
    const record = new RecordFile(this.file.project, name);
    refuseRunningDev(await record.read(), name);
    await putBack(this, record, this.progress);
  }

  async #given(operation: Operation, options: CommandOptions = {}): Promise<CommandOptions> {
    return { ...options, args: [...(await this.#comparing(operation)), ...(options.args ?? [])] };
  }

  /** Arguments that let the engine compare the state with clouds that it has not seen. */
  async #comparing(operation: Operation | "preview"): Promise<string[]> {
    await this.#onlyKnownCode();
    // The state has the providers' old addresses: only the program knows the new ones.
    const moved = (await this.#known.haveMoved(this.servers)) ? ["--run-program"] : [];
    if (operation === "refresh") return moved;
    if (!(await this.#known.lack(this.servers)) || !(await this.exists()) || (await this.stack.isEmpty())) return [];
    if (operation === "destroy" && moved.length > 0) {
      this.progress("the clouds on this machine have other addresses, which the program has (--run-program)");
      return moved;
    }
    this.progress(
      "the clouds on this machine may be new and empty, so the stack's state is compared first (--refresh)",
    );
    return ["--refresh", ...moved];
  }
}

/** The engine's commands that compare the state with something, by each of their names. */
const OPERATIONS: Readonly<Record<string, Operation | "preview">> = {
  ...{ up: "up", update: "up", preview: "preview", pre: "preview" },
  ...{ destroy: "destroy", down: "destroy", refresh: "refresh", rf: "refresh" },
};

function notDeployed(stack: string): UserError {
  return new UserError(`The stack "${stack}" was never deployed.`, `Deploy it: polyfn up -s ${stack}.`);
}

/** The stack's targets on this machine, with the addresses of their servers; empty for a stack of real clouds. */
async function loopbackAddresses({ places }: StackFile): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  for (const { target, settings } of places) {
    const address = (await adapterFor(target)).loopback?.(settings);
    if (address !== undefined) addresses.set(target, address);
  }
  if (addresses.size > 0 && places.some(({ target }) => !addresses.has(target))) {
    throw new UserError(
      "The stack mixes targets on this machine with real clouds, which need different provider plugins.",
      "Use separate stacks.",
    );
  }
  return addresses;
}

/** @throws UserError with the packages of the stack's targets that are not installed. */
async function requireInstalled({ places }: StackFile, asked: ReadonlyMap<string, string>): Promise<void> {
  for (const { target } of places) {
    requirePackagesOf(await adapterFor(target));
    const packages = asked.has(target) ? (offlineClouds[target]?.packages ?? []) : [];
    requirePackages(packages, `to deploy to ${target} on this machine`);
  }
}

async function serve(target: string, address: string, progress: Progress) {
  const cloud = offlineClouds[target];
  // The user starts the server of an adapter that is a separate package.
  if (cloud === undefined) return { target, url: address, started: false, id: undefined };
  const { url, started, id } = await ensureEndpoint(cloud.server, address, progress);
  return { target, url, started: started !== undefined, id };
}

async function attached({ engine, project, name, environment }: Stack, args: readonly string[]): Promise<ExitCode> {
  // The terminal's Ctrl-C reaches the engine too, which ends in its own time; exiting first would orphan it.
  const stay = (): void => undefined;
  process.on("SIGINT", stay);
  try {
    const { exitCode, failed, cause } = await execa(engine.command, args, {
      cwd: project,
      env: { ...environment, PULUMI_STACK: name },
      extendEnv: false,
      stdio: "inherit",
      reject: false,
    });
    if (exitCode === undefined && failed && cause) throw cause;
    return exitCode ?? 1;
  } finally {
    process.off("SIGINT", stay);
  }
}
