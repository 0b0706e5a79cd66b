import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Records creations that the engine's state may not have.
 *
 * When an engine is killed during a creation, its state does not record the resource, and the next run would fail
 * because the name is taken, or create it twice. So a creation is recorded on disk first, with its ID afterwards. The
 * record stays until the engine asks about that resource again, which shows that its state has it. A creation that
 * finds a record for its own URN adopts the existing resource. Records concern loopback clouds only.
 */
export class Journal {
  readonly #folder: string;
  readonly #known: Set<string>;

  /** `scope` separates the records of different clouds, accounts and state backends. */
  constructor(scope: string, root = journalRoot()) {
    this.#folder = join(root, digest(scope));
    mkdirSync(this.#folder, { recursive: true });
    this.#known = new Set(readdirSync(this.#folder));
  }

  /**
   * The record of an earlier creation that the engine may have lost; `id` is missing when the call was never answered.
   */
  find(urn: string): { readonly id?: string } | undefined {
    const file = `${digest(urn)}.json`;
    if (!this.#known.has(file)) return undefined;
    try {
      return JSON.parse(readFileSync(join(this.#folder, file), "utf8"));
    } catch {
      return {};
    }
  }

  /** Records the start of a creation, or its end with this ID. */
  note(urn: string, id?: string): void {
    const file = `${digest(urn)}.json`;
    const path = join(this.#folder, file);
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify({ urn, id }));
    renameSync(temporary, path);
    this.#known.add(file);
  }

  /** Removes the record: the engine's state has the resource, or it was never created. */
  forget(urn: string): void {
    const file = `${digest(urn)}.json`;
    if (!this.#known.delete(file)) return;
    rmSync(join(this.#folder, file), { force: true });
  }
}

function journalRoot(): string {
  return join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "polyfn-journal");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
