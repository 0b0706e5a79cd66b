import { errorCode } from "../errors.ts";

/** What S3 answers for a part of a bucket that was never set. */
const NEVER_SET =
  /^(NoSuch(TagSet|CORSConfiguration|LifecycleConfiguration|PublicAccessBlockConfiguration|BucketPolicy)|OwnershipControlsNotFoundError|ServerSideEncryptionConfigurationNotFoundError)$/;

/** The answer, or nothing when that part of the bucket was never set. Any other error stays one. */
export async function orNone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (NEVER_SET.test(errorCode(error))) return undefined;
    throw error;
  }
}
