import { posix } from "node:path";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { describeBinary, readBinary, runsOn } from "./binary.ts";
import { type Findings, NOTHING_FOUND, problem, remark } from "./findings.ts";

/** The program in a package that the platform starts. */
export interface StartedPackage {
  readonly fn: Pick<ResolvedFunction, "name" | "architecture" | "layers" | "fileSystem">;
  /** Paths of files and links in the package. */
  readonly paths: readonly string[];
  /** The directory in which the platform unpacks the package: "/var/task". */
  readonly root: string;
  /** Path of the file that is started, for messages: relative to the spec's directory. */
  readonly place: string;
}

/** Loaders of dynamically linked programs on Linux with the GNU C library, and so in the runtimes. */
const LOADERS = new Set(["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"]);

const SHELLS = new Set(["sh", "bash"]);

/** Folders of programs that a runtime has. */
const SYSTEM = new Set(["/bin", "/usr/bin", "/sbin", "/usr/sbin"]);

/** True if the platform can start the file: a script whose interpreter can exist, or a program for this processor. */
export function startProblems(content: Uint8Array, started: StartedPackage): Findings {
  if (content.length === 0) return refuse(started, "is empty", "Write the program, or build it again.");
  const binary = readBinary(content);
  if (binary !== undefined) {
    const { architecture } = started.fn;
    if (!runsOn(binary, architecture)) {
      return refuse(
        started,
        `is ${describeBinary(binary)}; the function runs on Linux on ${architecture}`,
        `Build it for Linux on ${architecture}, for example with GOOS=linux GOARCH=${architecture === "arm64" ? "arm64" : "amd64"}.`,
      );
    }
    return loader(binary.interpreter, started);
  }
  const text = Buffer.from(content).toString("latin1");
  if (!text.startsWith("#!")) return noInterpreter(text, started);
  return script(text, started);
}

function loader(interpreter: string | undefined, started: StartedPackage): Findings {
  if (interpreter === undefined || LOADERS.has(interpreter) || isPackaged(interpreter, started)) return NOTHING_FOUND;
  return refuse(
    started,
    `is linked for the loader ${interpreter}, which the runtime does not have`,
    "Link it statically, or build it on Linux with the GNU C library.",
  );
}

function noInterpreter(text: string, started: StartedPackage): Findings {
  if (/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/.test(text)) {
    return refuse(
      started,
      "begins with a byte order mark, which hides its interpreter line",
      "Save it as UTF-8 without a byte order mark.",
    );
  }
  if (/^\s+#!/.test(text)) {
    return refuse(started, "has empty space before its interpreter line", 'Begin the file with "#!".');
  }
  return refuse(
    started,
    'is neither a script with an interpreter line ("#!") nor a Linux program',
    'Begin the script with a line such as "#!/bin/sh", or package a program that is built for Linux.',
  );
}

function script(text: string, started: StartedPackage): Findings {
  const [line = ""] = text.split("\n");
  const [interpreter = "", ...rest] = line.slice(2).trim().split(/\s+/);
  const command = posix.basename(interpreter) === "env" ? (rest.find((one) => !/^-|=/.test(one)) ?? "") : interpreter;
  const shell = SHELLS.has(posix.basename(command)) || /^(da|k|z|a)sh$/.test(posix.basename(command));
  if (line.endsWith("\r") || (shell && text.includes("\r\n"))) {
    return refuse(
      started,
      `has Windows line ends (CRLF)${line.endsWith("\r") ? `: Linux would look for the interpreter "${interpreter}\\r"` : ", which shells do not read"}`,
      `Save it with LF line ends; with Git, add "${started.place} text eol=lf" to .gitattributes and check the file out again.`,
    );
  }
  if (interpreter === "")
    return refuse(started, 'names no interpreter after "#!"', 'Write it, for example "#!/bin/sh".');
  return interpreterFindings(interpreter, command, started);
}

function interpreterFindings(interpreter: string, command: string, started: StartedPackage): Findings {
  if (!interpreter.startsWith("/") && !isPackaged(posix.join(started.root, interpreter), started)) {
    return refuse(
      started,
      `names the interpreter "${interpreter}", which is not an absolute path`,
      `Write "#!/usr/bin/env ${posix.basename(interpreter.replaceAll("\\", "/"))}".`,
    );
  }
  if (!canExist(interpreter, started)) {
    return refuse(
      started,
      `names the interpreter ${interpreter}, which cannot exist in the runtime`,
      `Use a program of the runtime, such as /bin/sh or /usr/bin/env, or one in the package below ${started.root}.`,
    );
  }
  const name = posix.basename(command);
  const own = isPackaged(interpreter, started) || started.fn.layers.length > 0 || started.fn.fileSystem !== undefined;
  if (SHELLS.has(name) || own) return NOTHING_FOUND;
  return remark({
    code: "unknown-interpreter",
    path: handlerPath(started),
    message: `${started.place} is started by "${name}", and nothing in the spec brings it: of custom runtimes only sh and bash are sure to be there.`,
    remedy: `Put ${name} into the package or a layer, or check that the runtime has it.`,
  });
}

/** True if a path can be there when the function starts: of the runtime, the package, a layer or a mounted file system. */
function canExist(path: string, started: StartedPackage): boolean {
  if (SYSTEM.has(posix.dirname(path))) return true;
  if (path.startsWith("/opt/")) return started.fn.layers.length > 0;
  const mount = started.fn.fileSystem?.path;
  if (mount !== undefined && path.startsWith(`${mount}/`)) return true;
  return isPackaged(path, started);
}

function isPackaged(path: string, { root, paths }: StartedPackage): boolean {
  const inside = posix.relative(root, posix.normalize(path));
  return paths.some((one) => one === inside || inside.startsWith(`${one}/`));
}

const handlerPath = ({ fn }: StartedPackage): string[] => ["functions", fn.name, "handler"];

const refuse = (started: StartedPackage, what: string, remedy: string): Findings =>
  problem({ code: "bad-bootstrap", path: handlerPath(started), message: `${started.place} ${what}.`, remedy });
