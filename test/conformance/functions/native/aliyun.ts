import kms from "@alicloud/kms20160120";
import { defineHandler } from "polyfn/runtime";

/** Encrypts a word with a key through the vendor's own client, or says how that was refused. */
export default defineHandler({
  async raw() {
    const {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
      FC_REGION: regionId,
      KEY: keyId,
    } = process.env;
    const endpoint = `kms.${regionId}.aliyuncs.com`;
    const config = { accessKeyId, accessKeySecret, securityToken, regionId, endpoint, type: "sts" };
    try {
      const client = new kms.default(config as never);
      const { ciphertextBlob } = await client.encrypt(new kms.EncryptRequest({ keyId, plaintext: "word" }));
      return { encrypted: ciphertextBlob !== "" };
    } catch (error) {
      return { refused: (error as { code?: string }).code ?? (error as Error).name };
    }
  },
});
