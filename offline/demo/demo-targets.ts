import { offlineClouds } from "../clouds/index.ts";
import { aliyunCloud } from "../drivers/aliyun/cloud.ts";
import { awsCloud } from "../drivers/aws/cloud.ts";
import type { Cloud } from "../drivers/cloud.ts";
import type { Server } from "../endpoint/index.ts";

/** A cloud that the demonstration is given on. */
export interface DemoTarget {
  /** Its target, as in the stack's file. */
  readonly target: string;
  readonly region: string;
  /** Name of the App component on this cloud, under which the stack has its outputs. */
  readonly part: string;
  readonly server: Server;
  connect(url: string): Cloud;
}

/** The clouds of infra/stacks/Pulumi.local.yaml, in the order in which they are shown. */
export const demoTargets: readonly DemoTarget[] = [
  shown("localstack", "us-east-1", awsCloud),
  shown("aliyun", "cn-hangzhou", aliyunCloud),
];

function shown(
  target: string,
  region: string,
  cloud: (at: { readonly endpoint: string; readonly region: string }) => Cloud,
): DemoTarget {
  const offline = offlineClouds[target];
  if (!offline) throw new Error(`${target} does not run on this machine`);
  const connect = (endpoint: string) => cloud({ endpoint, region });
  return { target, region, part: `media-${target}-${region}`, server: offline.server, connect };
}
