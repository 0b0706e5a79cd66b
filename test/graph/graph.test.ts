import { describe, expect, it } from "vitest";
import { creationOrder } from "../../adapters/graph/dependencies.ts";
import { Evaluation, type PlanValues, REDACTED, type Surroundings } from "../../adapters/graph/evaluation.ts";
import {
  Expression,
  isSymbolic,
  json,
  lift,
  lookup,
  packageOf,
  secret,
  text,
  waitFor,
} from "../../adapters/graph/expression.ts";
import { type Graph, type GraphNode, keyOfNode, type NodeRef, ref } from "../../adapters/graph/node.ts";
import { InternalError, UserError } from "../../model/errors.ts";

interface Outputs {
  readonly id: string;
  readonly arn: string;
}

const node = (name: string, inputs: GraphNode["inputs"] = {}, options: GraphNode["options"] = {}): GraphNode => ({
  type: "cloud:index:Thing",
  name,
  component: false,
  parent: undefined,
  inputs,
  options,
  path: [],
});

const to = (name: string): NodeRef<Outputs> => ({ key: `cloud:index:Thing::${name}` });

const graphOf = (nodes: readonly GraphNode[], handles: Graph["handles"] = new Map()): Graph => ({
  nodes: new Map(nodes.map((one) => [keyOfNode(one), one])),
  handles,
});

const values: PlanValues = {
  resource: ({ name, inputs }) => ({ id: `${name}-id`, outputs: { arn: `arn:${String(inputs.name ?? name)}` } }),
  lookup: ({ token, inputs }) => ({ answer: `${token}(${JSON.stringify(inputs)})` }),
};

const surroundings: Surroundings = {
  values,
  configuration: (key, type) => (type === "list" ? [key] : `<${key}>`),
  package: (fn, attribute) => `${fn}.${attribute}`,
  output: () => "from the program",
};

const evaluated = (value: unknown, graph: Graph = graphOf([])): unknown =>
  new Evaluation(graph, surroundings).value(value);

const shout = lift("shout", (word: string, times: number) => `${word}${"!".repeat(times)}`);

describe("expressions", () => {
  it("are replaced by their value when every part is known", () => {
    expect(text`a-${"b"}-${3}`).toBe("a-b-3");
    expect(shout("hey", 2)).toBe("hey!!");
    expect(json({ a: [1] })).toBe('{"a":[1]}');
    expect(waitFor("name", "2026-01-01", 0)).toBe("name");
  });

  it("are created when a part is unknown", () => {
    const arn = ref(to("a"), "arn");
    expect([text`x${arn}`, shout(arn, 1), json({ deep: [{ arn }] })].every(isSymbolic)).toBe(true);
    expect(isSymbolic([{ plain: true }])).toBe(false);
    expect(isSymbolic({ output: { __pulumiOutput: true } })).toBe(true);
  });

  it("join adjacent strings, and print as data with the names of functions", () => {
    const joined = text`${"a"}${"b"}-${ref(to("a"), "arn")}`;
    expect(JSON.parse(JSON.stringify(joined))).toEqual({
      kind: "join",
      parts: ["ab-", { kind: "output", node: "cloud:index:Thing::a", attribute: "arn" }],
    });
    expect(JSON.parse(JSON.stringify(shout(ref(to("a"), "arn"), 2)))).toMatchObject({
      kind: "call",
      function: "shout",
      args: [{ kind: "output" }, 2],
    });
  });
});

describe("evaluating an expression", () => {
  const graph = graphOf([node("a", { name: "first" }), node("b", { name: ref(to("a"), "arn") })]);

  it("returns inputs, the cloud's outputs and the ID", () => {
    expect(evaluated([ref(to("b"), "arn"), ref(to("b"), "id")], graph)).toEqual(["arn:arn:first", "b-id"]);
  });

  it("supports every kind of expression", () => {
    const output = { __pulumiOutput: true };
    const config = new Expression<string>({ kind: "configuration", key: "size", type: "string" });
    const list = new Expression<string[]>({ kind: "configuration", key: "nets", type: "list" });
    const all = [
      text`<${ref(to("a"), "arn")}>`,
      shout(ref(to("a"), "arn"), 1),
      lookup("cloud:index:getPlace", { of: ref(to("a"), "id") }, "answer"),
      config,
      list,
      secret("hidden"),
      packageOf("f", "sha256"),
      waitFor(ref(to("a"), "arn"), "2026-01-01", 5),
      output,
    ];
    expect(evaluated(all, graph)).toEqual([
      "<arn:first>",
      "arn:first!",
      'cloud:index:getPlace({"of":"a-id"})',
      "<size>",
      ["nets"],
      REDACTED,
      "f.sha256",
      "arn:first",
      "from the program",
    ]);
  });

  it("evaluates a repeated expression once", () => {
    let calls = 0;
    const counted = lift("counted", (arn: string) => `${arn}${++calls}`);
    const shared = counted(ref(to("a"), "arn"));
    expect(evaluated([shared, { again: shared }], graph)).toEqual(["arn:first1", { again: "arn:first1" }]);
  });

  it("resolves references of the spec and reports missing ones", () => {
    const handles = new Map([["box", { name: ref(to("a"), "arn"), id: "box-id" }]]);
    const reference = (attribute: "name" | "url", name = "box") =>
      new Expression<string>({ kind: "reference", name, attribute });
    const withBox = graphOf([node("a")], handles);
    expect(evaluated(reference("name"), withBox)).toBe("arn:a");
    expect(() => evaluated(reference("url"), withBox)).toThrow(UserError);
    expect(() => evaluated(reference("name", "nobody"), withBox)).toThrow(InternalError);
    expect(() => evaluated(ref(to("nobody"), "arn"), withBox)).toThrow(InternalError);
  });

  it("stops when a node needs its own output", () => {
    const circle = graphOf([node("a", { name: ref(to("b"), "arn") }), node("b", { name: ref(to("a"), "arn") })]);
    expect(() => evaluated(ref(to("a"), "arn"), circle)).toThrow("needs its own outputs");
  });
});

describe("the order of creation", () => {
  const names = (graph: Graph) => creationOrder(graph).order?.map(({ name }) => name);

  it("puts a node after its parent, its dependencies and the nodes in its inputs", () => {
    const handles = new Map([["d", { name: "", id: ref(to("d"), "arn") }]]);
    const graph = graphOf(
      [
        node("a", { deep: [{ name: text`x${shout(ref(to("b"), "arn"), 1)}` }] }),
        node("b", {}, { dependsOn: [to("c").key] }),
        node("c", { of: new Expression<string>({ kind: "reference", name: "d", attribute: "id" }) }),
        node("d"),
        { ...node("e"), parent: to("a").key },
        node("f", { answer: lookup("cloud:index:get", { id: secret(ref(to("e"), "id")) }, "answer") }),
      ],
      handles,
    );
    expect(names(graph)).toEqual(["d", "c", "b", "a", "e", "f"]);
  });

  it("keeps independent nodes in the order in which they were lowered", () => {
    expect(names(graphOf([node("b"), node("a"), node("c")]))).toEqual(["b", "a", "c"]);
  });

  it("reports a cycle of nodes with their names", () => {
    const graph = graphOf([
      node("a", { x: ref(to("b"), "arn") }),
      node("b", { x: waitFor("", ref(to("c"), "arn"), 3) }),
      node("c", { x: ref(to("b"), "arn") }),
    ]);
    expect(creationOrder(graph).circle?.map(({ name }) => name)).toEqual(["b", "c"]);
  });
});
