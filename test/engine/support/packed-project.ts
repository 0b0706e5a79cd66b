import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { inject } from "vitest";
import { withLock } from "../../../offline/cache.ts";
import { freePort } from "../../../offline/endpoint/address.ts";
import { ministack, stopEndpoint } from "../../../offline/endpoint/index.ts";
import { aliyunEmulator } from "../../../offline/endpoint/servers/aliyun.ts";
import { type PackedPackages, packedPackages } from "./packed.ts";
import { quiet } from "./project.ts";

/** Result of a command line. */
export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A folder outside of this repository in which `polyfn init`, from the packed packages, makes projects. All projects of
 * a run share one installation, whichever test file makes the first one; those of a folder share offline clouds.
 */
export class PackedProjects implements AsyncDisposable {
  private constructor(
    readonly directory: string,
    private readonly packed: PackedPackages,
    private readonly command: string,
    private readonly urls: { readonly aws: string; readonly aliyun: string },
  ) {}

  static async create(): Promise<PackedProjects> {
    const packed = await packedPackages();
    // It stays until the run ends: projects of other files may use its installation.
    const directory = await mkdtemp(join(inject("packed"), "projects-"));
    const urls = { aws: await loopbackUrl(), aliyun: await loopbackUrl() };
    return new PackedProjects(directory, packed, await unpack(packed), urls);
  }

  /** Runs init in a new folder. The first project of the run installs the packages. */
  async init(name: string, ...options: string[]): Promise<PackedProject> {
    const folder = join(this.directory, name);
    const args = ["init", name, "--packed", this.packed.directory, "--yes", ...options];
    const printed = await withLock(join(inject("packed"), "installation-lock"), quiet, async () => {
      // A link to the first project.
      const installed = join(inject("packed"), "installation");
      const first = !existsSync(installed);
      if (!first) {
        await mkdir(folder);
        await symlink(join(installed, "node_modules"), join(folder, "node_modules"));
      }
      const output = await this.#command(args);
      if (first) await symlink(folder, installed);
      return output;
    });
    const project = new PackedProject(folder, printed, this.urls);
    await project.useOwnPorts();
    return project;
  }

  async #command(args: readonly string[]): Promise<string> {
    const { stdout, stderr, exitCode } = await execa(process.execPath, [this.command, ...args], {
      cwd: this.directory,
      // What npm has downloaded before is not asked for again.
      env: { npm_config_prefer_offline: "true" },
      stdin: "ignore",
      reject: false,
    });
    if (exitCode !== 0) throw new Error(`polyfn ${args.join(" ")} ended with ${exitCode}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopEndpoint(ministack, this.urls.aws);
    await stopEndpoint(aliyunEmulator, this.urls.aliyun);
    await rm(join(this.command, "../../../.."), { recursive: true, force: true });
  }
}

/** A project that `polyfn init` made. */
export class PackedProject {
  constructor(
    readonly directory: string,
    /** The output of init. */
    readonly printed: string,
    private readonly urls: { readonly aws: string; readonly aliyun: string },
  ) {}

  /** Directs the stacks to servers that no other test uses. */
  async useOwnPorts(): Promise<void> {
    for (const stack of ["local", "local-aliyun"]) {
      await this.edit(`stacks/Pulumi.${stack}.yaml`, (text) => text.replace("http://127.0.0.1:4580", this.urls.aliyun));
    }
  }

  async edit(path: string, change: (text: string) => string): Promise<void> {
    const file = join(this.directory, path);
    await writeFile(file, change(await readFile(file, "utf8")));
  }

  /** Runs a line of the documentation in the project, as a shell does. */
  async run(line: string): Promise<CommandResult> {
    const { exitCode, stdout, stderr } = await this.#spawn(line);
    return { exitCode, stdout, stderr };
  }

  /** Runs a line until it has printed something, and then ends it as Ctrl-C does. */
  async runUntil(line: string, printed: RegExp): Promise<CommandResult> {
    // A process group of its own, which gets the signal as the one of a terminal does.
    const child = this.#spawn(line, { detached: true });
    const { pid } = child;
    let text = "";
    let interrupted = false;
    const read = (chunk: string): void => {
      text += chunk;
      if (interrupted || pid === undefined || !printed.test(text)) return;
      interrupted = true;
      process.kill(-pid, "SIGINT");
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    const { exitCode, stdout, stderr } = await child;
    // A shell ends by the signal that its command has handled.
    return { exitCode: interrupted && (exitCode === undefined || exitCode === 130) ? 0 : exitCode, stdout, stderr };
  }

  #spawn(line: string, options: { readonly detached?: boolean } = {}) {
    return execa(line, {
      ...options,
      // The prompt of the documentation is that of bash.
      shell: "bash",
      cwd: this.directory,
      // The project's own tests start servers of their own.
      env: { ...(line.startsWith("npm ") ? {} : { AWS_ENDPOINT_URL: this.urls.aws }), NO_COLOR: "1" },
      stdin: "ignore",
      reject: false,
    });
  }
}

const loopbackUrl = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;

/**
 * The packed command, in this repository, whose dependencies it finds: the path of its file. Only `init` runs from
 * there.
 */
async function unpack({ polyfn }: PackedPackages): Promise<string> {
  const root = fileURLToPath(new URL("../../../.polyfn/test/", import.meta.url));
  await mkdir(root, { recursive: true });
  const directory = join(await mkdtemp(join(root, "command-")), "node_modules");
  await mkdir(directory);
  await execa("tar", ["-xzf", polyfn, "-C", directory]);
  await cp(join(directory, "package"), join(directory, "polyfn"), { recursive: true });
  return join(directory, "polyfn", "bin", "polyfn.mjs");
}
