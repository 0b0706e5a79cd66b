import { describe, expect, it } from "vitest";
import { configTable as alicloudConfig } from "../../offline/plugins/alicloud/config.table.ts";
import { registry as alicloud } from "../../offline/plugins/alicloud/registry.ts";
import { configTable as awsConfig } from "../../offline/plugins/aws/config.table.ts";
import { registry as aws } from "../../offline/plugins/aws/registry.ts";
import type { Property } from "../../offline/plugins/table.ts";
import { type Declared, declaredInterface, declaredType } from "./declared.ts";

type Properties = Readonly<Record<string, Property>>;

/** Differences between the inputs of a table and those of the SDK's declarations. */
function disagreements(properties: Properties, declared: readonly Declared[], at = ""): string[] {
  const names = new Set(declared.map(({ name }) => name));
  const invented = Object.entries(properties)
    .filter(([name, property]) => !property.output && !names.has(name))
    .map(([name]) => `${at}${name} is in the table only`);
  return [...invented, ...declared.flatMap((one) => disagreement(properties[one.name], one, at))];
}

function disagreement(property: Property | undefined, one: Declared, at: string): string[] {
  const path = `${at}${one.name}`;
  if (!property) return [`${path} is missing in the table`];
  // The SDK's input interfaces contain some nested properties that are outputs.
  if (property.output) return at === "" ? [`${path} can be given, but the table calls it an output`] : [];
  const found = [];
  if ((property.type === "list") !== one.list) found.push(`${path} is a list on one side only`);
  if (property.required !== undefined && !one.required) found.push(`${path} is required in the table only`);
  if (one.required && !property.required) found.push(`${path} is required, but not in the table`);
  const inner = property.properties ?? property.items?.properties ?? property.items?.items?.properties;
  if (inner && one.inner) found.push(...disagreements(inner, one.inner, `${path}.`));
  else if (one.inner && one.inner.length > 0) found.push(`${path} has properties, but not in the table`);
  return found;
}

describe.each([...aws.values(), ...alicloud.values()])("$table.token", (type) => {
  it("declares the same inputs as the SDK, at every depth", () => {
    expect(disagreements(type.table.properties, declaredType(type.table.token).args)).toEqual([]);
  });

  it("declares the same outputs as the SDK", () => {
    const { args, state } = declaredType(type.table.token);
    const inputs = new Set(args.map(({ name }) => name));
    const outputs = state.filter(({ name }) => !inputs.has(name));
    const inTable = Object.entries(type.table.properties).filter(([, property]) => property.output);
    const shape = (name: string, list: boolean) => `${name}${list ? "[]" : ""}`;
    expect(inTable.map(([name, { type }]) => shape(name, type === "list")).sort()).toEqual(
      outputs.map(({ name, list }) => shape(name, list)).sort(),
    );
  });

  it("names only sibling properties in the rules between properties", () => {
    const names = new Set(Object.keys(type.table.properties));
    const strangers = Object.values(type.table.properties).flatMap((property) =>
      ["conflictsWith", "exactlyOneOf", "atLeastOneOf", "requiredWith"].flatMap((rule) =>
        (property[rule as "conflictsWith"] ?? []).filter((name) => !names.has(name)),
      ),
    );
    expect(strangers).toEqual([]);
  });

  it("has a source URL, and names only its own properties", () => {
    const { table, autoName, unserved = [] } = type;
    expect(table.source).toMatch(/^https:\/\/\S+$/);
    const named = [
      ...unserved,
      ...(autoName ? [autoName.property] : []),
      ...(autoName?.prefix ? [autoName.prefix] : []),
    ];
    expect(named.filter((name) => !(name in table.properties))).toEqual([]);
  });
});

it.each([
  ["aws", awsConfig],
  ["alicloud", alicloudConfig],
])("declares the arguments of the %s provider as the SDK does", (packageName, { properties }) => {
  const args = declaredInterface(packageName, "provider", "ProviderArgs");
  expect(disagreements(properties, args).filter((line) => !line.startsWith("endpoints"))).toEqual([]);
});
