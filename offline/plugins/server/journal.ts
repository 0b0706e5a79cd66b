import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * What was created but isn't known to be in the engine's state.
 *
 * When an engine is killed while something is being created, its state never hears of it, and the next run would fail
 * on the name or make it twice. So a creation is noted on disk first, with its id afterwards, and the note stays until
 * the engine asks about that resource again, which shows that its state has it. A creation that finds a note of its own
 * URN takes over what is there. Notes only ever concern loopback clouds.
 */
export class Journal {
  readonly #folder: string;
  readonly #known: Set<string>;

  /** `scope` keeps the notes of different clouds, accounts and state backends apart. */
  constructor(scope: string, root = journalRoot()) {
    this.#folder = join(root, digest(scope));
    mkdirSync(this.#folder, { recursive: true });
    this.#known = new Set(readdirSync(this.#folder));
  }

  /** The note of an earlier creation that the engine may have lost; `id` is missing when it was never answered. */
  find(urn: string): { readonly id?: string } | undefined {
    const file = `${digest(urn)}.json`;
    if (!this.#known.has(file)) return undefined;
    try {
      return JSON.parse(readFileSync(join(this.#folder, file), "utf8"));
    } catch {
      return {};
    }
  }

  /** Creation begins, or has ended with this id. */
  note(urn: string, id?: string): void {
    const file = `${digest(urn)}.json`;
    const path = join(this.#folder, file);
    const draft = `${path}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify({ urn, id }));
    renameSync(draft, path);
    this.#known.add(file);
  }

  /** The engine's state has it, or it was never made. */
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
