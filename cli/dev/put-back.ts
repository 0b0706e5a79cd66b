import type { RecordEntry, RecordFile } from "../../infra/dev/record.ts";
import { openOperator } from "../../infra/operate/deployed-app.ts";
import type { StackPlace } from "../../infra/stack-configuration.ts";
import { adapterFor } from "../../infra/targets.ts";
import { UserError } from "../../model/errors.ts";
import type { OfflineAddresses } from "../../offline/clouds/index.ts";
import type { Progress } from "../../terminal/progress.ts";

/** A stack's places, and its servers on this machine. */
interface Stack {
  readonly file: { readonly places: readonly StackPlace[] };
  readonly addresses: OfflineAddresses;
  readonly started: readonly string[];
}

/**
 * Puts back the deployed code of functions that an interrupted `polyfn dev` left with other code, so that the engine's
 * state is true.
 * @throws UserError when a cloud refuses it.
 */
export async function putBack(stack: Stack, record: RecordFile, progress: Progress): Promise<void> {
  const found = await record.read();
  if (found === undefined || found.process === process.pid) return;
  for (const [name, entry] of Object.entries(found.functions)) {
    // A server that was just started has no functions: the engine compares its state with it anyway.
    if (stack.started.includes(entry.target)) continue;
    progress(`polyfn dev was interrupted: putting back the deployed code of ${name}`);
    try {
      await restore(stack, entry, await record.package(entry.deployed));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(
        `polyfn dev was interrupted, and the deployed code of ${name} cannot be put back: ${error.message}`,
        `${error.remedy ?? ""} If the function is gone for good, delete ${record.path}.`.trim(),
        { cause: error },
      );
    }
  }
  await record.delete();
}

async function restore({ file, addresses }: Stack, entry: RecordEntry, zip: Uint8Array): Promise<void> {
  const { target, region, part } = entry;
  const adapter = await adapterFor(target);
  const there = file.places.filter((place) => place.target === target);
  const place = there.find((one) => one.region === region) ?? there[0];
  const endpoint = addresses[target];
  const settings = place?.settings ?? {};
  const operator = await openOperator(adapter, { settings, ...(region !== undefined && { region }) }, { endpoint });
  await operator.replaceCode(part, zip);
}
