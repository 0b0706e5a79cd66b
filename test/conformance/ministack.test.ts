import { ministack, type Server, startTemporaryServer } from "../../offline/endpoint/index.ts";
import { quiet } from "../engine/support/project.ts";
import { awsConformance } from "./clouds/aws.ts";
import { conformance } from "./suite.ts";

const region = "us-east-1";

/** MiniStack that trusts this authority. */
const trusting = (authority: string): Server => ({
  ...ministack,
  async prepare(progress) {
    const program = await ministack.prepare(progress);
    const settings: typeof program.settings = (where) => ({
      ...program.settings(where),
      SSL_CERT_FILE: authority,
    });
    return { ...program, settings };
  },
});

for (const profile of ["full", "core"] as const) {
  await conformance({
    target: "localstack",
    server: profile === "full" ? "ministack-full" : "ministack",
    region,
    settings: (endpoint) => ({ endpoint, profile }),
    async start({ authority }) {
      const server = await startTemporaryServer(trusting(authority), quiet);
      const cloud = await awsConformance({ endpoint: server.url, region });
      return { url: server.url, cloud, account: "000000000000", [Symbol.asyncDispose]: () => server.stop() };
    },
  });
}
