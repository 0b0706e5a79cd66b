import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../../../offline/engine/events.ts";
import type { OfflineStack } from "../../../offline/engine/stack.ts";

interface Resource {
  readonly urn: string;
  readonly id?: string;
}

/** The parts of the engine's state that are read here; the rest is kept unchanged. */
interface State {
  readonly deployment: {
    readonly resources?: readonly Resource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: Resource }[];
  };
}

const stateOf = async (stack: OfflineStack): Promise<State> =>
  JSON.parse(await stack.text(["stack", "export", "--stack", stack.name])) as State;

/** The provider's name for each resource of a stack, by URN. */
export async function idsOf(stack: OfflineStack): Promise<ReadonlyMap<string, string>> {
  const { resources = [] } = (await stateOf(stack)).deployment;
  return new Map(resources.flatMap(({ urn, id }) => (id === undefined ? [] : [[urn, id] as const])));
}

/** The vendor's provider cannot find these by their name; creating one again writes the same object. */
const PUT_AGAIN = /\balicloud:oss\/bucketObject:BucketObject::/;

/**
 * Adopts the resources that an engine was creating when it was killed, as a user does who knows their names: writes
 * them into the stack's state, and refreshes them.
 */
export async function takeOver(stack: OfflineStack, ids: ReadonlyMap<string, string>): Promise<Outcome> {
  const state = await stateOf(stack);
  const { resources = [], pending_operations: pending = [], ...deployment } = state.deployment;
  const lost = pending.filter(({ resource }) => !PUT_AGAIN.test(resource.urn));
  const taken = lost.map(({ type, resource }) => {
    const id = ids.get(resource.urn);
    if (type !== "creating" || id === undefined) throw new Error(`${type} ${resource.urn} can't be taken over`);
    return { ...resource, id };
  });
  const file = join(stack.place.project, ".polyfn", "taken-over.json");
  await writeFile(
    file,
    JSON.stringify({ ...state, deployment: { ...deployment, resources: [...resources, ...taken] } }),
  );
  await stack.text(["stack", "import", "--file", file, "--stack", stack.name]);
  return stack.refresh();
}
