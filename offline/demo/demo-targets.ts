import { offlineClouds } from "../clouds/index.ts";
import type { Cloud } from "../drivers/cloud.ts";
import { offlineOperator } from "../drivers/operator.ts";
import type { Server } from "../endpoint/index.ts";

/** A cloud that the demonstration is given on. */
export interface DemoTarget {
  /** Its target, as in the stack's file. */
  readonly target: string;
  /** Name of the cloud, as users know it. */
  readonly title: string;
  readonly region: string;
  /** Name of the App component on this cloud, under which the stack has its outputs. */
  readonly part: string;
  readonly server: Server;
  connect(url: string): Promise<Cloud>;
}

/** The clouds of infra/stacks/Pulumi.local.yaml, in the order in which they are shown. */
export const demoTargets: readonly DemoTarget[] = [
  shown("localstack", "AWS", "us-east-1"),
  shown("aliyun", "Aliyun Function Compute", "cn-hangzhou"),
];

function shown(target: string, title: string, region: string): DemoTarget {
  const offline = offlineClouds[target];
  if (!offline) throw new Error(`${target} does not run on this machine`);
  const connect = (endpoint: string) => offlineOperator(target, { endpoint, region });
  return { target, title, region, part: `media-${target}-${region}`, server: offline.server, connect };
}
