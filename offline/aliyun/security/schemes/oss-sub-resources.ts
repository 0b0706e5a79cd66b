/**
 * True if a query key is signed as part of the resource: a sub-resource, a header of the answer that the reader chooses,
 * or a parameter of the vendor's own.
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/include-signatures-in-the-authorization-header
 */
export const isSubResource = (key: string): boolean =>
  SUB_RESOURCES.includes(key) || /^(response-|x-oss-(?!signature))/.test(key);

/** Sub-resources and parameters in the lists of the vendor's clients. */
export const SUB_RESOURCES: readonly string[] = (
  "accessmonitor accessPoint accessPointPolicy acl append archiveDirectRead asyncFetch bucketArchiveDirectRead bucketInfo " +
  "callback callback-var cloudboxes cname comp continuation-token cors delete encryption endTime group httpsConfig img " +
  "inventory inventoryId lifecycle link live location logging meta metaQuery objectInfo objectMeta partNumber policy " +
  "policyStatus position publicAccessBlock qos qosInfo qosRequester redundancyTransition referer regionList replication " +
  "replicationLocation replicationProgress requesterQosInfo requestPayment resourceGroup resourcePool " +
  "resourcePoolBuckets resourcePoolInfo responseHeader restore rtc security-token sequential startTime stat status style " +
  "styleName symlink tagging transferAcceleration udf udfApplication udfApplicationLog udfId udfImage udfImageDesc udfName " +
  "uploadId uploads versionId versioning versions vod website withHashContext worm wormExtend wormId"
).split(" ");
