import type { Sources } from "../../infra/build/sources.ts";
import type { BuildRequest, Built } from "../../infra/build/index.ts";

/** Stands for the packages of an app: what a plan says of them but their content, which other tests look at. */
export async function buildFunctions({ app, adapter }: BuildRequest): Promise<Built> {
  const artifacts = [...app.functions.values()].flatMap((fn) => {
    const packaging = adapter.package(fn, app);
    if (packaging.kind === "image") return [];
    const { handler, runtime } = packaging;
    const sha256 = Buffer.from(fn.name.padEnd(32, "0")).toString("hex").slice(0, 64);
    return [[fn.name, { zip: `/packages/${fn.name}.zip`, sha256, bytes: 1, handler, runtime }] as const];
  });
  return { artifacts: new Map(artifacts), remarks: [], leftOut: new Map(), inputsOf: () => [] };
}

/** The specs' handlers don't exist. */
export const readSources = (): Sources => ({ problems: [], functions: [] });
export const sourceProblems = () => [];
