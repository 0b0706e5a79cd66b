import { it } from "vitest";
import { localstack, startTemporaryServer } from "../../offline/endpoint/index.ts";
import { quiet } from "../engine/support/project.ts";
import { awsConformance } from "./clouds/aws.ts";
import { conformance } from "./suite.ts";

const region = "us-east-1";

const possible = await localstack.available();

// The cases that MiniStack can't show; the rest it shows quicker.
if (possible) {
  await conformance({
    target: "localstack",
    server: "localstack",
    region,
    settings: (endpoint) => ({ endpoint }),
    async start() {
      const server = await startTemporaryServer(localstack, quiet);
      const cloud = await awsConformance({ endpoint: server.url, region });
      return { url: server.url, cloud, account: "000000000000", [Symbol.asyncDispose]: () => server.stop() };
    },
  });
} else {
  it.skip("is skipped because no suitable Python was found", () => undefined);
}
