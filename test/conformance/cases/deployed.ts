import type { ConformanceCase } from "../case.ts";
import { expectSame, recorder, recording } from "../case.ts";

const plain = { handler: recorder } as const;

/** A Node.js version of its own: that it is asked for is seen in the cloud; that it answers, too. */
const nodeVersion = (version: "20" | "22" | "24"): ConformanceCase => ({
  title: `runs a function on Node.js ${version}`,
  proves: [`function.nodejs${version}`],
  parts: { functions: { [`node${version}`]: recording({}, { runtime: `nodejs${version}` }) } },
  async run({ cloud, function: fn, run }) {
    const place = fn(`node${version}`);
    const { runtime } = await cloud.settings(place);
    if (!new RegExp(`^nodejs${version}(\\.x)?$`).test(runtime)) throw new Error(`its runtime is ${runtime}`);
    const { answer } = await cloud.invoke(place, { word: run });
    expectSame(answer, { answered: { word: run } }, "the answer");
  },
});

const custom: ConformanceCase = {
  title: "runs an executable that speaks the cloud's protocol",
  proves: ["function.custom"],
  parts: ({ cloud }) => ({
    functions: { own: { handler: `functions/custom/${cloud}/bootstrap`, runtime: "custom" } },
  }),
  async run({ cloud, function: fn, run }) {
    const { answer } = await cloud.invoke(fn("own"), { word: run });
    expectSame(answer, { answered: run, from: "custom" }, "the answer");
  },
};

const image: ConformanceCase = {
  title: "deploys a container image",
  told: true,
  proves: ["function.image"],
  parts: ({ image: uri }) => ({ functions: { boxed: { image: { uri } } } }),
  async run({ cloud, function: fn, given }) {
    expectSame((await cloud.settings(fn("boxed"))).image, given.image, "its image");
  },
};

const arm: ConformanceCase = {
  title: "asks for arm64",
  told: true,
  proves: ["function.arm64"],
  parts: { functions: { small: { ...plain, architecture: "arm64" } } },
  async run({ cloud, function: fn }) {
    expectSame((await cloud.settings(fn("small"))).architecture, "arm64", "its architecture");
  },
};

const layers: ConformanceCase = {
  title: "finds what lies in a layer",
  proves: ["function.layers"],
  parts: ({ layer }) => ({
    functions: { layered: { handler: "functions/layered.ts", layers: [layer], external: ["from-layer"] } },
  }),
  async run({ cloud, function: fn, given }) {
    expectSame((await cloud.settings(fn("layered"))).layers, [given.layer], "its layers");
    expectSame((await cloud.invoke(fn("layered"), {})).answer, { says: "layered" }, "what the layer's package says");
  },
};

const network: ConformanceCase = {
  title: "stands in the network of the spec, with the file system mounted",
  told: true,
  proves: ["function.vpc", "function.fileSystem"],
  parts: ({ network: vpc, fileSystem: id }) => ({
    functions: { inside: { ...plain, vpc, fileSystem: { id, path: "/mnt/data" } } },
  }),
  async run({ cloud, function: fn, given }) {
    const { subnets, fileSystems } = await cloud.settings(fn("inside"));
    expectSame([subnets, fileSystems], [given.network.subnets, [given.fileSystem]], "its network and file systems");
  },
};

const tracing: ConformanceCase = {
  title: "is traced",
  told: true,
  proves: ["function.tracing"],
  parts: { functions: { traced: { ...plain, tracing: true } } },
  async run({ cloud, function: fn }) {
    expectSame((await cloud.settings(fn("traced"))).tracing, true, "whether it is traced");
  },
};

const invokers: ConformanceCase = {
  title: "may be called by whom the spec names",
  told: true,
  proves: ["function.invokers"],
  parts: ({ account }) => ({ functions: { called: recording({}, { invokers: { friend: { account } } }) } }),
  async run({ cloud, function: fn, given }) {
    expectSame(await cloud.mayInvoke(fn("called"), given.account), true, "whether the account may call it");
    const other = given.account.replace(/^.{6}/, "987654");
    expectSame(await cloud.mayInvoke(fn("called"), other), false, "whether another one may");
  },
};

const versioning: ConformanceCase = {
  title: "keeps earlier versions of objects",
  proves: ["resource.bucket.versioning"],
  parts: { resources: { history: { kind: "bucket", versioning: true } } },
  async run({ cloud, resource, run }) {
    const history = resource("history");
    for (const text of ["one", "two"]) await cloud.putObject(history, run, Buffer.from(text), "text/plain");
    expectSame(await cloud.objectVersions(history, run), 2, "the number of versions");
  },
};

const bucketRules: ConformanceCase = {
  title: "gives a bucket its cross-origin rules and the age at which objects go",
  told: true,
  proves: ["resource.bucket.cors", "resource.bucket.expire"],
  parts: {
    resources: {
      rules: {
        kind: "bucket",
        cors: { origins: ["https://good.example"], methods: ["GET"] },
        expire: [{ prefix: "tmp/", after: "7d" }],
      },
    },
  },
  async run({ cloud, resource }) {
    const { corsOrigins, expire } = await cloud.bucketSettings(resource("rules"));
    expectSame(corsOrigins, ["https://good.example"], "the origins");
    expectSame(expire, [{ prefix: "tmp/", days: 7 }], "what goes when");
  },
};

const onDemand: ConformanceCase = {
  title: "lets a stream grow as needed",
  told: true,
  proves: ["resource.stream.onDemand"],
  parts: { resources: { elastic: { kind: "stream" } } },
  async run({ cloud, resource }) {
    expectSame(await cloud.isOnDemand(resource("elastic")), true, "whether it grows by itself");
  },
};

const fleeting = { kind: "table", key: { partition: { name: "id" } }, ttl: "until" } as const;

const expiryByCloud: ConformanceCase = {
  title: "leaves it to the cloud to delete rows whose time is over",
  told: true,
  proves: ["resource.table.ttl"],
  only: ["aws", "localstack"],
  parts: { resources: { fleeting } },
  async run({ cloud, resource }) {
    expectSame(await cloud.expiryColumn(resource("fleeting")), "until", "the column");
  },
};

const expiryByClient: ConformanceCase = {
  title: "finds no row whose time is over",
  proves: ["resource.table.ttl"],
  only: ["aliyun"],
  parts: {
    resources: { fleeting },
    functions: { forgetful: { handler: "functions/forgetful.ts", permissions: { fleeting: ["read", "write"] } } },
  },
  async run({ cloud, function: fn }) {
    expectSame((await cloud.invoke(fn("forgetful"), {})).answer, { old: false, new: true }, "what it finds");
  },
};

const SHARE = 40;
const CALLS = 80;

const weights: ConformanceCase = {
  title: "shares the calls of an alias between two versions",
  proves: ["function.alias.weights"],
  beyond: {
    ministack: "It keeps the weights and calls the main version alone.",
    "ministack-full": "It keeps the weights and calls the main version alone.",
  },
  // The alias is new in the second deployment: LocalStack can make one with weights, and fails to change one.
  parts: {
    functions: { split: { handler: "functions/version.ts", alias: { name: "first" }, environment: { SAYS: "first" } } },
  },
  later: {
    split: {
      handler: "functions/version.ts",
      alias: { weights: { "1": SHARE } },
      environment: { SAYS: "second" },
    },
  },
  async run({ cloud, function: fn }) {
    const answers: unknown[] = [];
    for (let call = 0; call < CALLS; call += 1) answers.push((await cloud.invoke(fn("split"), {}, "live")).answer);
    const first = answers.filter((answer) => answer === "first").length;
    // Chance takes it out of these bounds less than once in a million runs.
    if (first < 10 || first > 54) throw new Error(`${first} of ${CALLS} calls went to the first version`);
    expectSame(new Set(answers).size, 2, "the number of different answers");
  },
};

export const deployedCases = [
  nodeVersion("20"),
  nodeVersion("22"),
  nodeVersion("24"),
  custom,
  image,
  arm,
  layers,
  network,
  tracing,
  invokers,
  versioning,
  bucketRules,
  onDemand,
  expiryByCloud,
  expiryByClient,
  weights,
];
