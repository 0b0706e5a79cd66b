import { expect, it } from "vitest";
import { startAliyun } from "../../../offline/aliyun/server.ts";
import { createEcs } from "../../../offline/aliyun/services/ecs/index.ts";
import { callRpc } from "../support/call.ts";

it("lists the regions and no machines", async () => {
  await using server = await startAliyun({ services: { ecs: createEcs } });
  const ecs = (action: string) => callRpc(server, "2014-05-26", action, {});
  const { Regions } = (await ecs("DescribeRegions")) as { Regions: { Region: { RegionId: string }[] } };
  expect(Regions.Region).toContainEqual({
    RegionId: "cn-hangzhou",
    LocalName: "China (Hangzhou)",
    RegionEndpoint: "ecs.cn-hangzhou.aliyuncs.com",
    Status: "available",
  });
  expect(new Set(Regions.Region.map(({ RegionId }) => RegionId)).size).toBe(Regions.Region.length);
  await expect(ecs("DescribeInstances")).rejects.toMatchObject({ code: "InvalidAction.NotFound" });
});
