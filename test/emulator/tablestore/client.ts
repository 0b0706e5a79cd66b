import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// CommonJS packages whose types and exports disagree on where the class is.
const core = require("@alicloud/openapi-core") as typeof import("@alicloud/openapi-core");
export const control = require("@alicloud/tablestore20201209") as typeof import("@alicloud/tablestore20201209");

export type ControlClient = InstanceType<typeof control.default>;

/** `@alicloud/tablestore20201209`, signing as the account itself. */
export const controlClient = (url: string): ControlClient =>
  new control.default(
    new core.$OpenApiUtil.Config({
      accessKeyId: "offline",
      accessKeySecret: "offline",
      regionId: "cn-hangzhou",
      endpoint: new URL(url).host,
      protocol: "http",
    }),
  );

export const createInstance = (client: ControlClient, name: string): Promise<unknown> =>
  client.createInstance(new control.CreateInstanceRequest({ instanceName: name, clusterType: "SSD" }));
