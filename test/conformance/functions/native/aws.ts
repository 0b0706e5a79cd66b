import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { defineHandler } from "polyfn/runtime";

/** Encrypts a word with a key through the vendor's own client, or says how that was refused. */
export default defineHandler({
  async raw() {
    try {
      const command = new EncryptCommand({ KeyId: process.env.KEY, Plaintext: Buffer.from("word") });
      const { CiphertextBlob = new Uint8Array() } = await new KMSClient({}).send(command);
      return { encrypted: CiphertextBlob.length > 0 };
    } catch (error) {
      return { refused: (error as Error).name };
    }
  },
});
