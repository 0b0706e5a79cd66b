import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Cloud, Place } from "../../../offline/drivers/cloud.ts";
import { githubDelivery } from "../../../offline/drivers/github.ts";
import { offlineOperator } from "../../../offline/drivers/operator.ts";
import type { OfflineStack } from "../../../offline/engine/stack.ts";
import spec from "../fixtures/echo/spec.ts";
import { copyOfRepository, type Project } from "./project.ts";

const fixture = fileURLToPath(new URL("../fixtures/echo/", import.meta.url));
const secret = "not a secret";

/** A spec as a test changes it: plain data. */
export type Spec = Record<string, unknown> & { resources: Record<string, unknown>; functions: Record<string, unknown> };

/** A new copy of the echo app's spec that a test can change. */
export function echoSpec(): Spec {
  return structuredClone(spec) as unknown as Spec;
}

/** The configuration of a stack that deploys the echo app. */
export const echoSettings = { target: "localstack", spec: "polyfn.json", webhookSecret: secret };

/** A project with the echo app in place of the example. */
export async function echoProject(): Promise<Project> {
  const project = await copyOfRepository();
  await project.write("polyfn.json", JSON.stringify(spec));
  await cp(fixture, project.directory, { recursive: true });
  return project;
}

type Parts = Readonly<Record<string, Place>>;

/** The deployed echo app, used as its users and services do. */
export class Echo {
  private readonly seen: { from: string; data: unknown }[] = [];

  constructor(
    private readonly cloud: Cloud,
    private readonly resources: Parts,
    private readonly functions: Parts,
  ) {}

  /**
   * On a LocalStack-compatible server.
   * @param part Name of one deployment of a stack that has several.
   */
  static async of(stack: OfflineStack, region: string, part?: string): Promise<Echo> {
    const endpoint = stack.place.addresses.localstack ?? "";
    return Echo.on(await offlineOperator("localstack", { endpoint, region }), stack, part);
  }

  /** On any cloud. */
  static async on(cloud: Cloud, stack: OfflineStack, part?: string): Promise<Echo> {
    const all = await stack.outputs();
    const { resources, functions } = (part === undefined ? all : all[part]) as { resources: Parts; functions: Parts };
    return new Echo(cloud, resources, functions);
  }

  /** Waits until a function has sent this to the outbox. Throws on a timeout. */
  async received(from: string, data: unknown, seconds = 180): Promise<void> {
    const wanted = JSON.stringify({ from, data });
    const deadline = Date.now() + seconds * 1000;
    while (!this.seen.some((message) => JSON.stringify(message) === wanted)) {
      if (Date.now() > deadline) throw new Error(`no ${wanted} among ${JSON.stringify(this.seen)}`);
      const messages = await this.cloud.takeMessages(this.resource("outbox"));
      this.seen.push(...messages.map((text) => JSON.parse(text) as { from: string; data: unknown }));
      if (messages.length === 0) await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** One input for each kind of trigger: sends it as a user does and waits for the effect. */
  readonly ways = {
    queue: async (word: string, fn = "queue") => {
      await this.cloud.sendMessage(this.resource("inbox"), JSON.stringify(word));
      await this.received(fn, word);
    },
    bucket: async (word: string) => {
      await this.cloud.putObject(this.resource("files"), `in/${word}`, Buffer.from(word), "text/plain");
      await this.received("bucket", `in/${word}`);
    },
    topic: async (word: string) => {
      await this.cloud.publish(this.resource("news"), JSON.stringify(word), {});
      await this.received("topic", word);
    },
    bus: async (word: string) => {
      await this.cloud.putEvent(this.resource("events"), { source: "test", type: "word", data: { word } });
      await this.received("bus", { word });
    },
    webhook: async (word: string) => {
      const { url } = this.function("hooks");
      const forged = await this.cloud.request(url, githubDelivery("push", { word }, "guessed"));
      if (forged.status !== 401) throw new Error(`a forged signature was answered ${forged.status}`);
      await this.cloud.request(url, githubDelivery("push", { word }, secret));
      await this.received("webhook", { word });
    },
    url: (word: string) => this.call(this.function("front").url, word, {}),
    api: (word: string) => this.call(`${this.resource("door").url.replace(/\/$/, "")}/echo/${word}`, word, { word }),
    log: async (word: string) => {
      await this.cloud.sendMessage(this.resource("inbox"), JSON.stringify(`${word}-logged`));
      await this.received("log", `${word}-logged`);
    },
  };

  private async call(url: string, body: string, params: Record<string, string>): Promise<void> {
    const answer = await this.cloud.request(url, { method: "POST", body, headers: { "content-type": "text/plain" } });
    const { data, params: seen } = JSON.parse(answer.body.toString("utf8")) as { data: string; params: object };
    if (answer.status !== 200 || data !== body || JSON.stringify(seen) !== JSON.stringify(params)) {
      throw new Error(`${url} answered ${answer.status} ${answer.body.toString("utf8")}`);
    }
  }

  private resource(name: string): Place & { url: string } {
    return withUrl(this.resources[name], name);
  }

  private function(name: string): Place & { url: string } {
    return withUrl(this.functions[name], name);
  }
}

function withUrl(place: Place | undefined, name: string): Place & { url: string } {
  if (place === undefined) throw new Error(`${name} is not among the stack's outputs`);
  return { ...place, url: place.url ?? "" };
}
