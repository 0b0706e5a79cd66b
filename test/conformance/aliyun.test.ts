import { startAliyun } from "@polyfn/aliyun-emulator";
import { aliyunConformance } from "./clouds/aliyun.ts";
import { ACCOUNT } from "./clouds/aliyun-api.ts";
import { conformance } from "./suite.ts";

const region = "cn-hangzhou";

await conformance({
  target: "aliyun",
  server: "aliyun",
  region,
  settings: (endpoint) => ({ endpoint }),
  async start() {
    const server = await startAliyun();
    const cloud = await aliyunConformance({ endpoint: server.url, region });
    return { url: server.url, cloud, account: ACCOUNT, [Symbol.asyncDispose]: () => server.stop() };
  },
});
