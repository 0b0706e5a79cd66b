import { describe, expect, it } from "vitest";
import { resourceTypes as aliyunTypes } from "../../adapters/aliyun/resource-types.ts";
import { resourceTypes as awsTypes } from "../../adapters/aws/resource-types.ts";
import { declaredInputs } from "../../adapters/graph/declared-inputs.ts";
import { type Declared, declaredType } from "../plugins/declared.ts";

const clouds = [
  { name: "@pulumi/aws", types: awsTypes },
  { name: "@pulumi/alicloud", types: aliyunTypes },
].map(({ name, types }) => ({
  declared: declaredInputs(name, import.meta.url),
  tokens: Object.keys(types).filter((token) => !token.startsWith("pulumi:")),
}));

const tokens = clouds.flatMap(({ declared, tokens }) => tokens.map((token) => ({ token, declared })));

/** Every place inside of a type, with the names of the properties there. */
const places = (properties: readonly Declared[], path: readonly string[] = []): [readonly string[], string[]][] => [
  [path, properties.map(({ name }) => name)],
  ...properties.flatMap(({ name, inner }) => (inner ? places(inner, [...path, name]) : [])),
];

const at = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner: unknown, name) => ({ [name]: inner }), value);

describe("inputs in a provider's declarations", () => {
  it.each(tokens)("of $token equal those that the compiler reads, at every depth", ({ token, declared }) => {
    for (const [path, known] of places(declaredType(token).args)) {
      const [found] = declared.unknownIn(token, at(path, { "no such input": 1 }));
      expect(found).toEqual({ path: [...path, "no such input"], known });
    }
  });

  const [aws] = clouds.map(({ declared }) => declared);

  it("are searched in lists and maps, and not in values without properties", () => {
    const unknownIn = (token: string, inputs: object) =>
      aws?.unknownIn(token, inputs).map(({ path }) => path.join("."));
    const filters = { filterCriteria: { filters: [{ pattern: "a" }, { patern: "b" }] } };
    expect(unknownIn("aws:lambda/eventSourceMapping:EventSourceMapping", filters)).toEqual([
      "filterCriteria.filters.1.patern",
    ]);
    const settings = { environment: { variables: { ANY: "1" } }, tags: { any: "1" }, timeout: null };
    expect(unknownIn("aws:lambda/function:Function", settings)).toEqual([]);
    expect(unknownIn("aws:iam/rolePolicy:RolePolicy", { policy: { Version: "2012-10-17", Statement: [] } })).toEqual(
      [],
    );
  });

  it("are unknown for a missing type or package", () => {
    expect(aws?.unknownIn("aws:lambda/nothing:Nothing", { any: 1 })).toEqual([]);
    expect(aws?.unknownIn("aws:nothing/nothing:Nothing", { any: 1 })).toEqual([]);
    const absent = declaredInputs("@pulumi/not-installed", import.meta.url);
    expect(absent.unknownIn("aws:lambda/function:Function", { any: 1 })).toEqual([]);
  });
});
