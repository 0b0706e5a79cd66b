import type { Emulated } from "../../core/emulated.ts";
import { param, rpc, rpcService } from "../../core/rpc.ts";

/** Endpoints of the vendor's services by region: hostnames that all lead to the emulator. */
const endpoints: Readonly<Record<string, (region: string) => string>> = {
  fc: (region) => `fcv3.${region}.aliyuncs.com`,
  oss: (region) => `oss-${region}.aliyuncs.com`,
  sls: (region) => `${region}.log.aliyuncs.com`,
  ons: (region) => `ons.${region}.aliyuncs.com`,
  mns: (region) => `mns-open.${region}.aliyuncs.com`,
  "mns-open": (region) => `mns-open.${region}.aliyuncs.com`,
  eventbridge: (region) => `eventbridge-console.${region}.aliyuncs.com`,
  ots: (region) => `tablestore.${region}.aliyuncs.com`,
  ram: () => "ram.aliyuncs.com",
  sts: (region) => `sts.${region}.aliyuncs.com`,
  kms: (region) => `kms.${region}.aliyuncs.com`,
  oos: (region) => `oos.${region}.aliyuncs.com`,
  resourcemanager: () => "resourcemanager.aliyuncs.com",
  bssopenapi: () => "business.aliyuncs.com",
  location: () => "location.aliyuncs.com",
};

/** Names that the vendor knows a service by beside its own. */
const aliases: Readonly<Record<string, string>> = { "fc-open": "fc", log: "sls", tablestore: "ots", otsopen: "ots" };

/** The vendor's list of endpoints. */
export function createLocation(): Emulated {
  const service = rpcService({
    description: {
      title: "Location",
      version: "2015-06-12",
      docs: "https://api.alibabacloud.com/document/Location/2015-06-12/overview",
    },
    hosts: [/^location(?:-readonly|-vpc)?(?:\.(?<region>[a-z0-9-]+))?\.aliyuncs\.com$/],
    operations: [describeEndpoints],
    snapshot: () => ({}),
    restore: () => undefined,
    reset: () => undefined,
  });
  return { service };
}

const describeEndpoints = rpc({
  name: "DescribeEndpoints",
  input: { Id: param.text(64), ServiceCode: param.text(64), Type: param.text(64).default("openAPI") },
  run({ Id, ServiceCode, Type }) {
    const code = ServiceCode.toLowerCase();
    const endpoint = endpoints[aliases[code] ?? code];
    const found = endpoint
      ? [
          {
            Endpoint: endpoint(Id),
            Id,
            Namespace: "26842",
            SerivceCode: ServiceCode,
            Type,
            Protocols: { Protocols: ["HTTP", "HTTPS"] },
          },
        ]
      : [];
    return { Success: true, Endpoints: { Endpoint: found } };
  },
});
