import { ministack, type Server, startTemporaryServer } from "../../../offline/endpoint/index.ts";
import { quiet } from "../../engine/support/project.ts";
import { conformance } from "../suite.ts";
import { awsConformance } from "./aws.ts";

const region = "us-east-1";

/** Runs the cases on a MiniStack of their own, with this profile of the adapter. */
export async function ministackConformance(profile: "full" | "core"): Promise<void> {
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
