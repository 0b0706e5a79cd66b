import type { DeployedPart, Operator } from "../../operate.ts";
import type { Clients } from "./clients.ts";

type Storage = Pick<Operator, "putObject" | "getObject" | "deleteObject" | "listObjects">;

/** Objects of OSS. */
export function storage(clients: Clients): Storage {
  const bucketOf = ({ name, id }: DeployedPart) => clients.oss(name, clients.place(id).region);
  return {
    async putObject(bucket, key, body, contentType) {
      const headers = contentType === undefined ? {} : { "Content-Type": contentType };
      await (await bucketOf(bucket)).put(key, Buffer.from(body), { headers });
    },
    async getObject(bucket, key) {
      try {
        const { content } = await (await bucketOf(bucket)).get(key);
        return content as Buffer;
      } catch (error) {
        if ((error as { code?: string }).code === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async deleteObject(bucket, key) {
      await (await bucketOf(bucket)).delete(key);
    },
    async listObjects(bucket, prefix) {
      const client = await bucketOf(bucket);
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const query = {
          ...(prefix !== undefined && { prefix }),
          ...(token !== undefined && { "continuation-token": token }),
          "max-keys": "1000",
        };
        const page = await client.listV2(query, {});
        keys.push(...(page.objects ?? []).map(({ name }) => name));
        token = page.nextContinuationToken || undefined;
      } while (token !== undefined);
      return keys;
    },
  };
}
