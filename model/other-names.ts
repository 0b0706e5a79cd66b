import { z } from "zod";
import { appSchema } from "./app.ts";
import { functionDefaults, functionSchema } from "./function.ts";
import { nearest } from "./nearest.ts";
import { resources } from "./resources/index.ts";
import { unwrapped } from "./schema/schema-messages.ts";
import { triggers } from "./triggers/index.ts";

/** Name of a field in other tools (in lower case, without hyphens and underscores) -> fields that it may be here. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    authorizer: ["auth", "jwt"],
    authorization: ["auth"],
    authtype: ["auth"],
    batchwindow: ["window"],
    maximumbatchingwindow: ["window"],
    code: ["handler"],
    cronexpression: ["cron"],
    detail: ["data"],
    detailtype: ["type"],
    deadletterqueue: ["deadLetter"],
    deletionpolicy: ["keep"],
    dlq: ["deadLetter"],
    encryption: ["encryptionKey", "key"],
    entry: ["handler"],
    entrypoint: ["handler"],
    env: ["environment"],
    environmentvariables: ["environment"],
    envvars: ["environment"],
    eventpattern: ["pattern"],
    every: ["rate"],
    expression: ["cron"],
    filterpattern: ["pattern", "filter"],
    filterpatterns: ["filter"],
    filterpolicy: ["filter"],
    gsi: ["indexes"],
    globalsecondaryindexes: ["indexes"],
    hashkey: ["key", "partition"],
    iam: ["permissions"],
    iamrolestatements: ["statements"],
    interval: ["rate"],
    kmskey: ["encryptionKey", "key"],
    kmskeyarn: ["encryptionKey", "key"],
    kmsmasterkeyid: ["encryptionKey", "key"],
    lifecycle: ["expire"],
    lifecyclerules: ["expire"],
    loggroup: ["existing"],
    loggroupname: ["existing"],
    main: ["handler"],
    maxreceivecount: ["maxReceives"],
    maximumbatchsize: ["batchSize"],
    memorysize: ["memory"],
    messageretentionperiod: ["retention"],
    method: ["routes"],
    methods: ["routes"],
    parallelizationfactor: ["parallelism"],
    partitionkey: ["key", "partition"],
    path: ["routes"],
    paths: ["routes"],
    payload: ["input"],
    policies: ["permissions"],
    policy: ["permissions"],
    primarykey: ["key"],
    provider: ["sender"],
    rangekey: ["sort"],
    redrivepolicy: ["deadLetter"],
    removalpolicy: ["keep"],
    reportbatchitemfailures: ["partialFailures"],
    retain: ["keep"],
    retentionperiod: ["retention"],
    role: ["permissions"],
    schedule: ["cron"],
    sortkey: ["sort"],
    startingposition: ["startAt"],
    streamspecification: ["changes"],
    timetolive: ["ttl"],
    tmp: ["ephemeralStorage"],
    tz: ["timezone"],
    vpcconfig: ["vpc"],
  }),
);

/**
 * The field of `allowed` that a key was most likely meant to be: the nearest, or the one with this name in other tools.
 */
export function fieldMeant(key: string, allowed: readonly string[]): string | undefined {
  const others = OTHER_NAMES.get(key.toLowerCase().replace(/[-_]/g, "")) ?? [];
  return nearest(key, allowed) ?? others.find((field) => allowed.includes(field));
}

/** Name of a kind or an access verb in other tools (in lower case, without hyphens and underscores) -> polyfn's. */
const OTHER_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    cron: ["schedule"],
    timer: ["schedule"],
    api: ["http"],
    rest: ["http"],
    url: ["http"],
    gateway: ["api"],
    httpapi: ["http", "api"],
    event: ["bus"],
    eventbus: ["bus"],
    notification: ["topic"],
    pubsub: ["topic"],
    objectstorage: ["bucket"],
    storage: ["bucket"],
    database: ["table"],
    nosql: ["table"],
    changes: ["table"],
    messagequeue: ["queue"],
    encryptionkey: ["key"],
    password: ["secret"],
    get: ["read"],
    list: ["read"],
    delete: ["write"],
    update: ["write"],
    consume: ["receive"],
    enqueue: ["send"],
    call: ["invoke"],
  }),
);

/**
 * The one of `choices` that a word was most likely meant to be: the nearest, or the one with this name in other tools.
 */
export function choiceMeant(word: string, choices: readonly string[]): string | undefined {
  const others = OTHER_WORDS.get(word.toLowerCase().replace(/[-_ ]/g, "")) ?? [];
  return nearest(word, choices) ?? others.find((choice) => choices.includes(choice));
}

const shapeOf = (schema: z.ZodType): Readonly<Record<string, z.ZodType>> => {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodObject ? inner.shape : {};
};

/** A part of a spec, in words, and its fields. */
type Part = readonly [words: string, fields: readonly string[]];

/** Objects inside a function that hold some of its settings. */
const PARTS_OF_FUNCTIONS: readonly Part[] = Object.entries(shapeOf(functionSchema)).map(([field, schema]) => [
  `${field} of the function`,
  Object.keys(shapeOf(schema)),
]);

const PARTS: readonly Part[] = [
  ["the function", Object.keys(shapeOf(functionSchema))],
  ...PARTS_OF_FUNCTIONS,
  ["defaults", Object.keys(shapeOf(functionDefaults))],
  ["the app", Object.keys(shapeOf(appSchema))],
];

/** The kinds that have a field: "a trigger of kind queue or stream", "a resource" when all have it. */
function kindsWith(
  key: string,
  what: string,
  kinds: Readonly<Record<string, { readonly schema: z.ZodType }>>,
): string[] {
  const having = Object.keys(kinds).filter((kind) => Object.hasOwn(shapeOf(kinds[kind]?.schema ?? z.never()), key));
  if (having.length === 0) return [];
  return [having.length === Object.keys(kinds).length ? what : `${what} of kind ${having.join(" or ")}`];
}

/** The parts of a spec that have a field of this name: `["the function", "a trigger of kind queue"]`. */
export const partsWith = (key: string): string[] => [
  ...PARTS.filter(([, fields]) => fields.includes(key)).map(([words]) => words),
  ...kindsWith(key, "a trigger", triggers),
  ...kindsWith(key, "a resource", resources),
];
