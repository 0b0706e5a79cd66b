import type { createLogUpdate } from "log-update";
import type { Live } from "./progress.ts";

/** Lines at the bottom of a terminal that are rewritten in place: a section for each operation that reports now. */
export class Region {
  readonly #sections = new Map<Live, readonly string[]>();
  #rewrite: ReturnType<typeof createLogUpdate> | undefined;
  #loading: Promise<void> | undefined;
  #drawn = false;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Opens a section below the others. */
  open(): Live {
    const section: Live = {
      update: (lines) => {
        this.#sections.set(section, lines);
        this.#draw();
      },
      end: () => {
        if (this.#sections.delete(section)) this.#draw();
      },
    };
    this.#sections.set(section, []);
    return section;
  }

  /** Writes whole lines above the region. */
  above(write: () => void): void {
    if (this.#drawn) this.#rewrite?.clear();
    write();
    this.#draw();
  }

  /** The library is loaded for the first section: most commands need none. */
  #draw(): void {
    const lines = [...this.#sections.values()].flat();
    if (this.#rewrite === undefined) {
      if (lines.length > 0) this.#loading ??= this.#load();
    } else if (lines.length > 0) {
      this.#rewrite(lines.join("\n"));
      this.#drawn = true;
    } else if (this.#drawn) {
      this.#rewrite.clear();
      // Shows the cursor again.
      this.#rewrite.done();
      this.#drawn = false;
    }
  }

  async #load(): Promise<void> {
    const { createLogUpdate } = await import("log-update");
    this.#rewrite = createLogUpdate(this.stream);
    this.#draw();
  }
}
