import type { RegionRule } from "../rules.ts";

/** https://help.aliyun.com/en/functioncompute/regions */
export const regions: RegionRule = {
  asOf: "November 2026",
  known: [
    ...["cn-hangzhou", "cn-shanghai", "cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu"],
    ...["cn-shenzhen", "cn-chengdu", "cn-hongkong", "ap-southeast-1", "ap-southeast-3", "ap-southeast-5"],
    ...["ap-southeast-7", "ap-northeast-1", "ap-northeast-2", "eu-central-1", "eu-west-1", "us-east-1", "us-west-1"],
    "me-central-1",
  ],
};
