import { errorCode } from "../errors.ts";

/** S3's error codes for a bucket setting that was never set. */
const NEVER_SET =
  /^(NoSuch(TagSet|CORSConfiguration|LifecycleConfiguration|PublicAccessBlockConfiguration|BucketPolicy)|OwnershipControlsNotFoundError|ServerSideEncryptionConfigurationNotFoundError)$/;

/** Returns the response, or undefined when the bucket setting was never set. Other errors are thrown. */
export async function orNone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (NEVER_SET.test(errorCode(error))) return undefined;
    throw error;
  }
}
