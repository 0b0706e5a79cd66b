import { UserError } from "../model/errors.ts";
import { localstack, ministack } from "./endpoint/index.ts";
import { findEngine } from "./engine/index.ts";
import { printProgress } from "./progress.ts";

/**
 * Gets everything that the engine tests need onto this machine before the first test runs, where it is shown as
 * progress instead of as a slow test. Quick when it is all there.
 * @returns Exit code: 0, or 2 when something is missing that the user can install.
 */
export async function prepareOffline(): Promise<number> {
  const progress = printProgress();
  try {
    const engine = await findEngine(progress);
    progress(`engine: Pulumi ${engine.version} (${engine.source})`);
    await ministack.prepare(progress);
    if (await localstack.available()) await localstack.prepare(progress);
    else progress(`no Python for ${localstack.title}: the tests against ${localstack.title} will be skipped`);
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`${error.message}${error.remedy ? `\n-> ${error.remedy}` : ""}`);
    return 2;
  }
}
