import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { parseApp } from "../../model/parse.ts";
import { JSON_SCHEMA_FILE, jsonSchema } from "../../model/schema/json-schema.ts";
import example from "../../polyfn.config.ts";
import { arbitrarySpec } from "./arbitrary-spec.ts";

// Formats are annotations of this draft; polyfn's own check reads them.
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(jsonSchema());

const YAML = `
name: media
defaults: { memory: 512, timeout: 1m }
resources:
  uploads: { kind: bucket }
  jobs: { kind: queue, visibilityTimeout: 3m, deadLetter: { queue: failed } }
  failed: { kind: queue }
functions:
  thumbnail:
    handler: functions/thumbnail.ts
    environment: { QUEUE: { ref: jobs.url }, SUBNETS: { config: subnets } }
    permissions: { uploads: [read, write], jobs: [send] }
    triggers:
      onUpload: { kind: bucket, bucket: uploads, prefix: in/ }
      nightly: { kind: schedule, cron: "0 4 * * MON-FRI", timezone: Europe/Berlin }
environments:
  prod: { functions: { thumbnail: { memory: 1024 } } }
`;

test("publishes the current JSON schema", async () => {
  const file = fileURLToPath(new URL(`../../${JSON_SCHEMA_FILE}`, import.meta.url));
  const published = JSON.parse(await readFile(file, "utf8"));
  expect(published, "run `npm run generate`").toEqual(JSON.parse(JSON.stringify(jsonSchema())));
});

test("accepts the specs that polyfn accepts", () => {
  parseApp(parseYaml(YAML));
  for (const spec of [parseYaml(YAML), example]) {
    validate(spec);
    expect(validate.errors ?? []).toEqual([]);
  }
  fc.assert(fc.property(arbitrarySpec, (spec) => validate(JSON.parse(JSON.stringify(spec)))));
});

test.each([
  { name: "Media" },
  { name: "media", functons: {} },
  { name: "media", functions: { f: { handler: "f.ts", memory: 1 } } },
  { name: "media", functions: { f: { handler: "f.ts", timeout: "-30s" } } },
  { name: "media", functions: { f: { handler: "f.ts", environment: { A: 5 } } } },
  { name: "media", resources: { a: { kind: "lake" } } },
  { name: "media", resources: { "1a": { kind: "bucket" } } },
])("refuses the spec %j", (spec) => {
  expect(validate(spec)).toBe(false);
});

test("writes defaults as in a spec and describes every field", () => {
  const text = JSON.stringify(jsonSchema());
  expect(text).toContain('"default":"30s"');
  const fields: [string, { description?: string; const?: unknown }][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("properties" in node) fields.push(...Object.entries(node.properties as object));
    for (const child of Object.values(node)) collect(child);
  };
  const { $defs: _shared, ...schema } = jsonSchema();
  collect(schema);
  const mute = fields.filter(([, field]) => field.description === undefined && field.const === undefined);
  expect([...new Set(mute.map(([name]) => name))]).toEqual([]);
});
