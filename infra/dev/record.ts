import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { z } from "zod";
import { UserError } from "../../model/errors.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const part = z.strictObject({ name: z.string(), id: z.string(), url: z.string().optional() });

const entry = z.strictObject({
  /** The package in the engine's state. */
  deployed: digest,
  /** The package in the cloud, or on its way there. */
  put: digest,
  target: z.string(),
  region: z.string().optional(),
  /** The function as the stack's outputs name it. */
  part,
});

/** A function that runs, or may run, other code than the engine's state says. */
export type RecordEntry = z.output<typeof entry>;

const schema = z.strictObject({
  /** Process of `polyfn dev`. */
  process: z.number().int(),
  /** By place and function. */
  functions: z.record(z.string(), entry),
});

/** Code that `polyfn dev` has put into the cloud without the engine. */
export type DevRecord = z.output<typeof schema>;

/**
 * The record of a stack in `.polyfn/dev`. An entry is written before its function's code is replaced and deleted after
 * the deployed code is back, so that whatever interrupts `polyfn dev`, the next command knows which functions run other
 * code than the engine's state says. The deployed packages are kept beside it.
 */
export class RecordFile {
  readonly #folder: string;
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  /** @param directory Directory of Pulumi.yaml. */
  constructor(directory: string, stack: string) {
    const name = encodeURIComponent(stack);
    this.#folder = join(directory, ".polyfn", "dev", name);
    this.#file = join(directory, ".polyfn", "dev", `${name}.json`);
  }

  get path(): string {
    return this.#file;
  }

  /**
   * Undefined when there is none.
   * @throws UserError for a file that cannot be read.
   */
  async read(): Promise<DevRecord | undefined> {
    const text = await readFile(this.#file, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      throw new UserError(
        `${this.#file} cannot be read: it is not what polyfn dev wrote.`,
        "Delete it, run polyfn refresh, and deploy a change of each function that polyfn dev had replaced.",
        { cause: error },
      );
    }
  }

  async write(record: DevRecord): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(`${this.#file}.tmp`, JSON.stringify(record, undefined, 2));
      await rename(`${this.#file}.tmp`, this.#file);
    });
    return this.#writing;
  }

  async delete(): Promise<void> {
    await this.#writing;
    await rm(this.#file, { force: true });
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Keeps a deployed package, whatever becomes of the build cache. */
  async keep(sha256: string, zip: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await copyFile(zip, this.#zip(sha256));
  }

  /** A kept package. */
  package(sha256: string): Promise<Uint8Array> {
    return readFile(this.#zip(sha256));
  }

  #zip(sha256: string): string {
    return join(this.#folder, `${sha256}.zip`);
  }
}

/** True while the process that wrote the record runs. */
export function isRunning({ process: pid }: DevRecord): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
