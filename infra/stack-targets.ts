import type { Config } from "@pulumi/pulumi";
import { z } from "zod";
import { UserError } from "../model/errors.ts";
import { adapterFor } from "./targets.ts";

/** Where a stack deploys the app to: one of several places, or the only one. */
export interface StackTarget {
  /** Logical name of the App component. */
  readonly name: string;
  readonly target: string;
  readonly region: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const place = z.strictObject({
  target: z.string(),
  region: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Reads `polyfn:targets`, or `polyfn:target`, `polyfn:region` and `polyfn:settings`, from a stack's configuration.
 * @throws UserError when there is no target, or a place stands there twice.
 */
export async function stackTargets(config: Config, spec: unknown): Promise<StackTarget[]> {
  // A spec without a name is a problem that the App reports with all others.
  const app = z.object({ name: z.string().min(1) }).safeParse(spec).data?.name ?? "app";
  const places = await Promise.all(
    readPlaces(config).map(async ({ target, region, settings }) => {
      const at = region ?? (await adapterFor(target)).defaultRegion;
      return { name: `${app}-${target}-${at}`, target, region: at, settings };
    }),
  );
  const twice = places.find(({ name }, index) => places.findIndex((other) => other.name === name) !== index);
  if (twice === undefined) return places;
  throw new UserError(
    `polyfn:targets has ${twice.target} in ${twice.region} twice.`,
    "Give each entry another target or region.",
  );
}

function readPlaces(config: Config): z.output<typeof place>[] {
  const several: unknown = config.getObject("targets");
  const one = { target: config.get("target"), region: config.get("region"), settings: config.getObject("settings") };
  const read = z
    .array(place)
    .min(1)
    .safeParse(several ?? [one]);
  if (read.success) return read.data;
  if (several === undefined && one.target === undefined) {
    throw new UserError(
      "The stack does not say where to deploy to.",
      "Set it with `pulumi config set polyfn:target NAME`.",
    );
  }
  throw new UserError(
    `The stack's configuration is wrong: ${z.prettifyError(read.error)}`,
    "polyfn:targets is a list of { target, region, settings }; polyfn:settings an object.",
  );
}
