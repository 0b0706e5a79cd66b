import type { FieldRule } from "../rules.ts";

const HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d+)?";
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";

/** Registry, path, tag and digest of a container image. https://pkg.go.dev/github.com/distribution/reference */
const IMAGE_REFERENCE = new RegExp(
  `^(?:${HOST}/)?${PART}(?:/${PART})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
);

/** The rule of `image.uri`. `example` is a reference as the cloud's own registry has them. */
export const imageReference = (example: string): FieldRule => ({
  pattern: { of: IMAGE_REFERENCE, form: "the reference of a container image", example },
});
