import { describe, expect, test } from "vitest";
import { ACCESS } from "../../model/access.ts";
import type { References } from "../../model/definition.ts";
import { featureTitles } from "../../model/features.ts";
import { functionReferences, functionSchema } from "../../model/function.ts";
import { resources } from "../../model/resources/index.ts";
import { schemaAt } from "../../model/schema/schema-walk.ts";
import { triggers } from "../../model/triggers/index.ts";

const all = [...Object.entries(triggers), ...Object.entries(resources)];

/** The declarations that a definition of any kind may have. */
interface Declared {
  readonly references: References;
  readonly source?: string;
  readonly grants?: object;
  readonly adoptable?: readonly string[];
}

describe("definitions of triggers and resources", () => {
  test.each(all)("names only fields of its schema in the definition of %s", (_kind, { schema, ...rest }) => {
    const declared: Declared = rest;
    for (const path of Object.keys(declared.references)) {
      expect(schemaAt(schema, path.split(".")), path).toBeDefined();
    }
    const fields = Object.keys(schema.shape);
    expect(fields).toEqual(expect.arrayContaining([...(declared.adoptable ?? [])]));
    const references = Object.keys(declared.references);
    expect(references).toEqual(
      expect.arrayContaining([declared.source ?? [], Object.keys(declared.grants ?? {})].flat()),
    );
  });

  test("names only fields of the function schema in functionReferences", () => {
    for (const path of Object.keys(functionReferences))
      expect(schemaAt(functionSchema, path.split(".")), path).toBeDefined();
  });

  test("gives every feature a different title", () => {
    const titles = Object.values(featureTitles);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("lists the access verbs of every kind of resource", () => {
    expect(Object.keys(ACCESS).sort()).toEqual([...Object.keys(resources), "function"].sort());
  });
});
