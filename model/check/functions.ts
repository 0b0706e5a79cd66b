import type { Problem } from "../errors.ts";
import { type FunctionSpec, hasShim } from "../function.ts";
import type { PartialParse } from "../partial-parse.ts";
import type { Path } from "../schema/schema-walk.ts";
import { type Check, objectAt } from "./parts.ts";

/** Settings of one function that conflict. */
export const checkFunctions: Check = (partial) => [
  ...Object.entries(partial.app.functions).flatMap(([name, fn]) => {
    const path = ["functions", name];
    return [
      ...fileSystem(partial, fn, path),
      ...weights(fn, path),
      ...image(partial, fn, path),
      ...bundleFields(partial, fn, path),
      ...provisioned(fn, path),
    ];
  }),
  ...reservedVariables(partial),
];

function fileSystem(partial: PartialParse, fn: FunctionSpec, path: Path): Problem[] {
  if (fn.fileSystem === undefined || fn.vpc !== undefined || partial.app.defaults.vpc !== undefined) return [];
  return [
    {
      code: "conflict",
      path: [...path, "fileSystem"],
      message: "A file system can be reached only from its VPC, and the function has no vpc.",
      remedy: "Add vpc: { subnets, securityGroups } to the function or to defaults.",
    },
  ];
}

function weights({ alias }: FunctionSpec, path: Path): Problem[] {
  const sum = Object.values(alias?.weights ?? {}).reduce((total, weight) => total + weight, 0);
  if (sum < 100 || (sum === 100 && alias?.version !== undefined)) return [];
  return [
    {
      code: "out-of-range",
      path: [...path, "alias", "weights"],
      message: `The weights add up to ${sum} percent, which leaves no calls for the alias's own version.`,
      remedy: "Lower them to a sum below 100, or point the alias at the other version.",
    },
  ];
}

/** Fields that apply only to code that polyfn packages. */
const PACKAGING_FIELDS = ["runtime", "layers", "include", "external", "nodeModules", "recordEvents"];

function image(partial: PartialParse, fn: FunctionSpec, path: Path): Problem[] {
  if (fn.image === undefined) return [];
  return PACKAGING_FIELDS.filter((field) => field in objectAt(partial, path)).map((field) => ({
    code: "conflict",
    path: [...path, field],
    message: `The function is a container image, so ${field} would have no effect.`,
    remedy: `Remove ${field}: polyfn does not change what is in the image.`,
  }));
}

/** The effect of each field that applies to bundled functions only. */
const BUNDLE_FIELDS = {
  external: "it leaves packages out of the bundles of Node.js functions.",
  nodeModules: "it copies packages of Node.js functions; for a custom runtime, install them next to the handler.",
  recordEvents: "polyfn's shim records events, and only Node.js functions have it.",
} as const;

function bundleFields(partial: PartialParse, fn: FunctionSpec, path: Path): Problem[] {
  const runtime = fn.runtime ?? partial.app.defaults.runtime;
  if (hasShim({ image: fn.image, runtime }) || fn.image !== undefined) return [];
  return Object.entries(BUNDLE_FIELDS)
    .filter(([field]) => fn[field as keyof typeof BUNDLE_FIELDS] !== undefined)
    .map(([field, does]) => ({
      code: "conflict",
      path: [...path, field],
      message: `The function runs on ${runtime}, whose files are packaged unchanged, so ${field} would have no effect.`,
      remedy: `Remove ${field}: ${does}`,
    }));
}

function provisioned({ concurrency }: FunctionSpec, path: Path): Problem[] {
  const { reserved, provisioned: warm } = concurrency;
  if (reserved === undefined || warm === undefined || warm <= reserved) return [];
  return [
    {
      code: "conflict",
      path: [...path, "concurrency", "provisioned"],
      message: `${warm} instances cannot be kept warm when at most ${reserved} may run.`,
      remedy: "Lower provisioned, or raise reserved.",
    },
  ];
}

function reservedVariables(partial: PartialParse): Problem[] {
  const functions = Object.keys(objectAt(partial, ["functions"])).map((name) => ["functions", name]);
  return [["defaults"], ...functions].flatMap((path) =>
    Object.keys(objectAt(partial, [...path, "environment"]))
      .filter((variable) => variable.startsWith("POLYFN_"))
      .map((variable) => ({
        code: "reserved-name",
        path: [...path, "environment", variable],
        message: "polyfn reserves variables that begin with POLYFN_.",
        remedy: "Choose another name.",
      })),
  );
}
