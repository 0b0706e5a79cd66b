import type { Emulated } from "../../core/emulated.ts";
import { param, rpc, rpcService } from "../../core/rpc.ts";

/** Regions of Function Compute, with the vendor's names for them. */
const regions: Readonly<Record<string, string>> = {
  "cn-qingdao": "China (Qingdao)",
  "cn-beijing": "China (Beijing)",
  "cn-zhangjiakou": "China (Zhangjiakou)",
  "cn-huhehaote": "China (Hohhot)",
  "cn-hangzhou": "China (Hangzhou)",
  "cn-shanghai": "China (Shanghai)",
  "cn-shenzhen": "China (Shenzhen)",
  "cn-chengdu": "China (Chengdu)",
  "cn-hongkong": "China (Hong Kong)",
  "ap-southeast-1": "Singapore",
  "ap-southeast-3": "Malaysia (Kuala Lumpur)",
  "ap-southeast-5": "Indonesia (Jakarta)",
  "ap-southeast-7": "Thailand (Bangkok)",
  "ap-northeast-1": "Japan (Tokyo)",
  "ap-northeast-2": "South Korea (Seoul)",
  "us-east-1": "US (Virginia)",
  "us-west-1": "US (Silicon Valley)",
  "eu-central-1": "Germany (Frankfurt)",
  "eu-west-1": "UK (London)",
};

/** The list of regions, which programs ask of Elastic Compute Service. There are no machines. */
export function createEcs(): Emulated {
  const service = rpcService({
    description: {
      title: "Elastic Compute Service",
      version: "2014-05-26",
      docs: "https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-overview",
    },
    hosts: [/^ecs(?:[.-](?<region>[a-z0-9-]+))?\.aliyuncs\.com$/],
    operations: [describeRegions],
    snapshot: () => ({}),
    restore: () => undefined,
    reset: () => undefined,
  });
  return { service };
}

/** Open to every identity of the account, also one without policies: the vendor's own tests of its clients rely on it. */
const describeRegions = rpc({
  name: "DescribeRegions",
  input: { ResourceType: param.text(64).default("instance") },
  run: () => ({
    Regions: {
      Region: Object.entries(regions).map(([RegionId, LocalName]) => ({
        RegionId,
        LocalName,
        RegionEndpoint: `ecs.${RegionId}.aliyuncs.com`,
        Status: "available",
      })),
    },
  }),
});
