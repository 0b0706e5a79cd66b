import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { freePort } from "../../../offline/endpoint/address.ts";
import { ministack, stopEndpoint } from "../../../offline/endpoint/index.ts";
import { aliyunEmulator } from "../../../offline/endpoint/servers/aliyun.ts";
import { type PackedPackages, packedPackages } from "./packed.ts";

/** Result of a command line. */
export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A folder outside of this repository in which `polyfn init`, from the packed packages, makes projects. They share one
 * installation, and offline clouds of their own.
 */
export class PackedProjects implements AsyncDisposable {
  #installation: string | undefined;

  private constructor(
    readonly directory: string,
    private readonly packed: PackedPackages,
    private readonly command: string,
    private readonly urls: { readonly aws: string; readonly aliyun: string },
  ) {}

  static async create(): Promise<PackedProjects> {
    const directory = await mkdtemp(join(tmpdir(), "polyfn-projects-"));
    const packed = await packedPackages();
    const urls = { aws: await loopbackUrl(), aliyun: await loopbackUrl() };
    return new PackedProjects(directory, packed, await unpack(packed), urls);
  }

  /** Runs init in a new folder, and installs with the first project. */
  async init(name: string, ...options: string[]): Promise<PackedProject> {
    const folder = join(this.directory, name);
    if (this.#installation !== undefined) {
      await mkdir(folder);
      await symlink(join(this.#installation, "node_modules"), join(folder, "node_modules"));
    }
    const args = ["init", name, "--packed", this.packed.directory, "--yes", ...options];
    const { stdout, stderr, exitCode } = await execa(process.execPath, [this.command, ...args], {
      cwd: this.directory,
      stdin: "ignore",
      reject: false,
    });
    if (exitCode !== 0) throw new Error(`polyfn ${args.join(" ")} ended with ${exitCode}:\n${stdout}\n${stderr}`);
    this.#installation ??= folder;
    const project = new PackedProject(folder, stdout, this.urls);
    await project.useOwnPorts();
    return project;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopEndpoint(ministack, this.urls.aws);
    await stopEndpoint(aliyunEmulator, this.urls.aliyun);
    await rm(this.directory, { recursive: true, force: true });
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
    const { exitCode, stdout, stderr } = await execa(line, {
      shell: true,
      cwd: this.directory,
      // The project's own tests start servers of their own.
      env: { ...(line.startsWith("npm ") ? {} : { AWS_ENDPOINT_URL: this.urls.aws }), NO_COLOR: "1" },
      stdin: "ignore",
      reject: false,
    });
    return { exitCode, stdout, stderr };
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
