import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import type { Planned } from "../planned.ts";
import { native, plan } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";

const require = createRequire(import.meta.url);
const root = require.resolve("@pulumi/alicloud/package.json").replace(/package\.json$/, "");

interface Declared {
  readonly required: readonly string[];
  readonly all: readonly string[];
}

/** Inputs of a resource type, as its declaration file has them: `alicloud:fc/v3Function:V3Function` -> fc/v3function.d.ts. */
function declaredFor(type: string): Declared {
  const [, path = "", name = ""] = type.split(":");
  const [module = "", file = ""] = path.split("/");
  const lower = file.replace(/^v3[A-Z]/, (start) => start.toLowerCase());
  const text = readFileSync(`${root}${module}/${lower}.d.ts`, "utf8");
  const body = new RegExp(`export interface ${name}Args \\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? "";
  const fields = [...body.matchAll(/^ {4}(\w+)(\??):/gm)].map(([, field = "", optional]) => ({ field, optional }));
  return {
    required: fields.filter(({ optional }) => optional === "").map(({ field }) => field),
    all: fields.map(({ field }) => field),
  };
}

describe("inputs of every native resource", () => {
  let planned: readonly Planned[];
  beforeAll(async () => {
    planned = native((await plan(richSpec)).planned);
  });

  it("include all required ones and no unknown ones", () => {
    expect(planned.length).toBeGreaterThan(100);
    for (const { type, name, inputs } of planned) {
      const { required, all } = declaredFor(type);
      const given = Object.keys(inputs).filter((key) => inputs[key] !== undefined);
      expect(all.length, `declaration of ${type}`).toBeGreaterThan(0);
      expect(
        required.filter((key) => !given.includes(key)),
        `required by ${type} ${name}`,
      ).toEqual([]);
      expect(
        given.filter((key) => !all.includes(key)),
        `unknown to ${type} ${name}`,
      ).toEqual([]);
    }
  });
});
