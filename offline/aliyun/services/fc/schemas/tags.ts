import { z } from "zod";

export const tagList = z
  .array(
    z.strictObject({
      Key: z
        .string()
        .min(1)
        .max(64)
        .refine((key) => !/^(aliyun|acs:)/.test(key), "keys that start with aliyun or acs: are the vendor's"),
      Value: z.string().max(128),
    }),
  )
  .max(20, "more than 20 tags");

export const tagResources = z.strictObject({
  ResourceId: z.array(z.string()).min(1),
  ResourceType: z.literal("function"),
  Tag: tagList.min(1),
});

export const changeResourceGroup = z.object({
  resourceId: z.string(),
  resourceType: z.literal("function"),
  newResourceGroupId: z.string(),
});
