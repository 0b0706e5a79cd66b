import { UserError } from "../model/errors.ts";
import { terminal } from "../terminal/index.ts";
import { localstack, ministack } from "./endpoint/index.ts";
import { findEngine } from "./engine/index.ts";

/**
 * Installs everything that the engine tests need before the first test runs, with its progress shown. Returns at once
 * when everything is installed.
 * @returns Exit code: 0, or 2 when something is missing that the user can install.
 */
export async function prepareOffline(): Promise<number> {
  const progress = terminal.progress;
  try {
    const engine = await findEngine(progress);
    progress(`engine: Pulumi ${engine.version} (${engine.source})`);
    await ministack.prepare(progress);
    if (await localstack.available()) await localstack.prepare(progress);
    else progress(`no Python for ${localstack.title}: the tests against ${localstack.title} will be skipped`);
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.err(`${error.message}\n${error.remedy ? `-> ${error.remedy}\n` : ""}`);
    return 2;
  }
}
