import { z } from "zod";

/** FC reads names of fields in any case here: clients send `resourceId` and `ResourceId`. */
const inAnyCase = <T extends z.ZodObject>(schema: T) =>
  z.preprocess((value) => (typeof value === "object" && value !== null ? spelledAs(schema, value) : value), schema);

function spelledAs({ shape }: z.ZodObject, value: object): object {
  const spelling = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [spelling.get(name.toLowerCase()) ?? name, field]),
  );
}

/** `function` in the vendor's pages; its deployer writes it in capital letters. */
export const functionType = z.string().regex(/^function$/i, "must be function: other resources have no tags here");

export const tagList = z
  .array(
    inAnyCase(
      z.strictObject({
        Key: z
          .string()
          .min(1)
          .max(64)
          .refine((key) => !/^(aliyun|acs:)/.test(key), "keys that start with aliyun or acs: are the vendor's"),
        Value: z.string().max(128).default(""),
      }),
    ),
  )
  .max(20, "more than 20 tags");

export const tagResources = inAnyCase(
  z.strictObject({ ResourceId: z.array(z.string()).min(1), ResourceType: functionType, Tag: tagList.min(1) }),
);

export const changeResourceGroup = inAnyCase(
  z.strictObject({ resourceId: z.string(), resourceType: functionType, newResourceGroupId: z.string() }),
);
