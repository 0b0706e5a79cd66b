import type { Operator } from "../../operate.ts";
import type { Clients } from "./clients.ts";

type Storage = Pick<Operator, "putObject" | "getObject" | "deleteObject" | "listObjects">;

/** Objects of S3. */
export const storage = ({ s3 }: Clients): Storage => ({
  async putObject({ name: Bucket }, Key, Body, ContentType) {
    await (await s3()).putObject({ Bucket, Key, Body, ContentType });
  },
  async getObject({ name: Bucket }, Key) {
    try {
      return await (await (await s3()).getObject({ Bucket, Key })).Body?.transformToByteArray();
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined;
      throw error;
    }
  },
  async deleteObject({ name: Bucket }, Key) {
    await (await s3()).deleteObject({ Bucket, Key });
  },
  async listObjects({ name: Bucket }, Prefix) {
    const client = await s3();
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.listObjectsV2({ Bucket, Prefix, ContinuationToken });
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return keys;
  },
});
