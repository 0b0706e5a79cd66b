import { ApiError } from "../../core/error.ts";
import { childOf, childrenOf, textOf, type XmlElement, type XmlValue } from "../../core/xml.ts";
import { ALGORITHMS } from "./encryption.ts";
import { invalid, malformed } from "./operation.ts";
import type { OssState } from "./state.ts";

const TLS_VERSIONS = ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/** @throws ApiError MalformedXML where the element's text is none of these. */
export const oneOf =
  (name: string, ...values: readonly string[]) =>
  (document: XmlElement): void => {
    if (!values.includes(textOf(document, name)?.trim() ?? "")) throw malformed();
  };

export function checkCors(document: XmlElement): void {
  const rules = childrenOf(document, "CORSRule");
  const whole = (rule: XmlElement) => textOf(rule, "AllowedOrigin") && textOf(rule, "AllowedMethod");
  if (rules.length === 0 || !rules.every(whole)) throw malformed();
}

/** @throws ApiError for an algorithm that OSS lacks, or a key that the algorithm does not use. */
export function checkEncryption(document: XmlElement): void {
  const rule = childOf(document, "ApplyServerSideEncryptionByDefault");
  const algorithm = textOf(rule, "SSEAlgorithm")?.trim() ?? "";
  if (!ALGORITHMS.includes(algorithm)) {
    throw new ApiError(400, "InvalidEncryptionAlgorithmError", "The encryption algorithm is AES256, SM4 or KMS.");
  }
  const key = textOf(rule, "KMSMasterKeyID")?.trim() ?? "";
  if (key !== "" && algorithm !== "KMS") {
    throw invalid("KMSMasterKeyID", key, `KMSMasterKeyID is not applicable if the algorithm is ${algorithm}.`);
  }
}

/** @throws ApiError where logs would go to a bucket that is not there. */
export function checkLogging(document: XmlElement, { buckets }: OssState): void {
  const enabled = childOf(document, "LoggingEnabled");
  if (enabled === undefined) return;
  const target = textOf(enabled, "TargetBucket")?.trim() ?? "";
  if (buckets.has(target)) return;
  throw new ApiError(400, "InvalidTargetBucketForLogging", "The target bucket does not exist.", {
    TargetBucket: target,
  });
}

export function checkHttps(document: XmlElement): void {
  const versions = tlsVersions(document);
  if (!versions.every((version) => TLS_VERSIONS.includes(version))) throw malformed();
  if (textOf(childOf(document, "TLS"), "Enable")?.trim() === "true" && versions.length === 0) throw malformed();
}

/** A version that is named twice is kept once. */
export const completeHttps = (document: XmlElement): XmlValue => ({
  TLS: {
    Enable: textOf(childOf(document, "TLS"), "Enable")?.trim(),
    TLSVersion: [...new Set(tlsVersions(document))],
  },
});

const tlsVersions = (document: XmlElement): string[] =>
  childrenOf(childOf(document, "TLS"), "TLSVersion").map(({ text }) => text.trim());
