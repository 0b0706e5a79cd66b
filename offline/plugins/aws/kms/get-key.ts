import { UserError } from "../../../../model/errors.ts";
import type { Fields } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { awsErrors } from "../errors.ts";

/**
 * Reads a key of another program by its ID, ARN, alias or alias ARN.
 * https://www.pulumi.com/registry/packages/aws/api-docs/kms/getkey/
 */
export async function getKey(aws: AwsContext, args: Fields): Promise<Fields> {
  const keyId = String(args.keyId);
  const kms = await aws.client("kms");
  const { KeyMetadata: key } = await kms.describeKey({ KeyId: keyId }).catch((error: unknown) => {
    if (awsErrors.isGone(error))
      throw new UserError(`There is no key "${keyId}".`, "Create it first, or correct its name.");
    throw error;
  });
  return {
    id: key?.KeyId,
    keyId,
    region: aws.region,
    arn: key?.Arn,
    awsAccountId: key?.AWSAccountId,
    cloudHsmClusterId: key?.CloudHsmClusterId ?? "",
    creationDate: key?.CreationDate?.toISOString() ?? "",
    customKeyStoreId: key?.CustomKeyStoreId ?? "",
    customerMasterKeySpec: key?.KeySpec,
    deletionDate: key?.DeletionDate?.toISOString() ?? "",
    description: key?.Description ?? "",
    enabled: key?.Enabled,
    expirationModel: key?.ExpirationModel ?? "",
    keyManager: key?.KeyManager,
    keySpec: key?.KeySpec,
    keyState: key?.KeyState,
    keyUsage: key?.KeyUsage,
    multiRegion: key?.MultiRegion ?? false,
    multiRegionConfigurations: [],
    origin: key?.Origin,
    pendingDeletionWindowInDays: key?.PendingDeletionWindowInDays ?? 0,
    validTo: key?.ValidTo?.toISOString() ?? "",
    xksKeyConfigurations: [],
  };
}
