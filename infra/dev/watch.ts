import { join, sep } from "node:path";
import { type FSWatcher, watch } from "chokidar";

/** Folders that tools write, and users do not edit. */
const IGNORED = new Set(["node_modules", ".git", ".polyfn", ".pulumi"]);

/** Files in ignored folders that package managers write when they are done. */
const MARKERS = [".package-lock.json", ".modules.yaml", ".yarn-state.yml", ".yarn-integrity"];

/** Milliseconds to wait for further events of the same save: editors write a file in several steps. */
const SAME_SAVE = 10;

/** Watches folders, and reports files that were written, created or deleted, as absolute paths. */
export class Watcher {
  readonly #watcher: FSWatcher;
  #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** Resolves when every change from now on is reported. */
  static async open(folder: string, onChange: (paths: readonly string[]) => void): Promise<Watcher> {
    const markers = MARKERS.map((name) => join(folder, "node_modules", name));
    const watcher = new Watcher(folder, markers, onChange);
    await new Promise<void>((resolve) => {
      watcher.#watcher.once("ready", resolve);
    });
    // With files that may be absent from the beginning, chokidar would be ready before it watches the folder.
    watcher.add(markers);
    return watcher;
  }

  private constructor(folder: string, markers: readonly string[], onChange: (paths: readonly string[]) => void) {
    this.#watcher = watch(folder, {
      ignoreInitial: true,
      ignored: (path) => !markers.includes(path) && isIgnored(path, folder),
    });
    this.#watcher.on("all", (event, path) => {
      if (event !== "add" && event !== "change" && event !== "unlink") return;
      this.#changed.add(path);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const paths = [...this.#changed];
        this.#changed = new Set();
        onChange(paths);
      }, SAME_SAVE);
    });
  }

  /** Watches further files or folders. */
  add(paths: readonly string[]): void {
    this.#watcher.add([...paths]);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher.close();
  }
}

const isIgnored = (path: string, folder: string): boolean =>
  path.startsWith(folder + sep) &&
  path
    .slice(folder.length + 1)
    .split(sep)
    .some((part) => IGNORED.has(part));
