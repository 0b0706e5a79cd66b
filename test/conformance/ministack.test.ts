import { ministack, startTemporaryServer } from "../../offline/endpoint/index.ts";
import { quiet } from "../engine/support/project.ts";
import { awsConformance } from "./clouds/aws.ts";
import { conformance } from "./suite.ts";

const region = "us-east-1";

await conformance({
  target: "localstack",
  server: "ministack-full",
  region,
  settings: (endpoint) => ({ endpoint, profile: "full" }),
  async start() {
    const server = await startTemporaryServer(ministack, quiet);
    const cloud = awsConformance({ endpoint: server.url, region });
    return { url: server.url, cloud, account: "000000000000", [Symbol.asyncDispose]: () => server.stop() };
  },
});
