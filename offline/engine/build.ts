import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { UserError } from "../../model/errors.ts";
import { elapsedSince, heartbeat, type Progress } from "../../terminal/progress.ts";
import type { Engine } from "./engine.ts";
import { executable, isOlder } from "./installed.ts";
import { keepEngine } from "./store.ts";

/** From this version on, Go downloads the exact toolchain that a module requires. */
const minimumGo = "1.21.0";

interface GoProgram {
  readonly name: string;
  readonly version: string;
  /** Directory below `modules/` with the go.mod and go.sum that pin everything in the program. */
  readonly module: string;
  readonly package: string;
  readonly ldflags: string;
}

const cli: GoProgram = {
  name: "pulumi",
  version: "3.256.0",
  module: "cli",
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ldflags: "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.256.0",
};

/**
 * The last version whose language host is part of the SDK's Go module; later ones are published only as binaries. It
 * speaks the current protocol but ignores `runtime.options` of a project.
 */
const host: GoProgram = {
  name: "pulumi-language-nodejs",
  version: "3.60.0",
  module: "host",
  package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  ldflags: "-s -w",
};

/** Builds the engine from its public Go modules. The first build takes minutes; Go caches what it compiled. */
export function buildEngine(progress: Progress): Promise<Engine | string> {
  return keepEngine(`pulumi-${cli.version}-host-${host.version}-go`, "built", progress, async (directory) => {
    const reason = await goIsMissing();
    if (reason !== undefined) return reason;
    progress(`building Pulumi ${cli.version} from its Go modules (about 5 minutes on 2 cores, once)`);
    // One after the other: each build uses every core.
    await compile(host, directory, progress);
    await compile(cli, directory, progress);
    return undefined;
  });
}

async function goIsMissing(): Promise<string | undefined> {
  const { stdout, failed } = await execa("go", ["env", "GOVERSION"], { reject: false });
  if (failed) return "it cannot be built, because Go is not installed";
  const version = stdout.trim().replace(/^go/, "");
  return isOlder(version, minimumGo)
    ? `it cannot be built with Go ${version}, which is older than ${minimumGo}`
    : undefined;
}

async function compile(program: GoProgram, directory: string, progress: Progress): Promise<void> {
  const start = Date.now();
  const settings = {
    cwd: fileURLToPath(new URL(`./modules/${program.module}/`, import.meta.url)),
    // Needs no C compiler, and ignores a workspace or vendor directory around the repository.
    env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly -buildvcs=false" },
  };
  const output = join(directory, "bin", executable(program.name));
  const build = execa("go", ["build", "-v", "-trimpath", "-ldflags", program.ldflags, "-o", output, program.package], {
    ...settings,
    reject: false,
    lines: true,
    buffer: { stdout: false, stderr: true },
  });
  const compiled = new Set<string>();
  let downloaded = 0;
  const watch = async () => {
    for await (const line of build.iterable({ from: "stderr" })) {
      if (line.startsWith("go: downloading")) downloaded += 1;
      else compiled.add(line);
    }
  };
  const stop = heartbeat(
    progress,
    15,
    (elapsed) => `  ${program.name}: ${elapsed}, ${downloaded} modules downloaded, ${compiled.size} packages compiled`,
  );
  try {
    const [result] = await Promise.all([build, watch()]);
    if (result.failed) throw buildFailed(program, result.stderr);
  } finally {
    stop();
  }
  progress(`built ${program.name} ${program.version} in ${elapsedSince(start)}`);
}

function buildFailed(program: GoProgram, lines: readonly string[]): UserError {
  const last = lines.filter((line) => !line.startsWith("go: downloading")).slice(-12);
  return new UserError(
    `Building ${program.package} ${program.version} with Go failed:\n${last.map((line) => `    ${line}`).join("\n")}`,
    `If modules could not be downloaded, check the module proxy (GOPROXY is ${process.env.GOPROXY ?? "Go's default"}); otherwise install Pulumi (https://www.pulumi.com/docs/install/).`,
  );
}
