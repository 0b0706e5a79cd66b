import type { Problem } from "../../../model/errors.ts";
import type { Cors } from "../../../model/shared-fields.ts";
import { type Path, problem, when } from "../../shared/problem.ts";

interface CorsLimits {
  readonly title: string;
  /** Methods that the service's rules don't know. All of them answer OPTIONS by themselves. */
  readonly unknown: readonly Cors["methods"][number][];
  /** Origins with `*` in them that the service matches. */
  readonly wildcard: RegExp;
  readonly wildcards: string;
}

/**
 * https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
const LIMITS = {
  functionUrl: {
    title: "A function URL",
    unknown: ["OPTIONS"],
    wildcard: /^\*$/,
    wildcards: 'the only wildcard is "*"',
  },
  bucket: { title: "S3", unknown: ["OPTIONS", "PATCH"], wildcard: /./, wildcards: "any" },
  api: {
    title: "An HTTP API",
    unknown: [],
    wildcard: /^(https?:\/\/)?\*$/,
    wildcards: 'the only wildcards are "*", "https://*" and "http://*"',
  },
} as const satisfies Readonly<Record<string, CorsLimits>>;

export function checkCors(cors: Cors, of: keyof typeof LIMITS, path: Path): Problem[] {
  const limits: CorsLimits = LIMITS[of];
  return [
    ...unknownMethods(cors, limits, path),
    ...wildcards(cors, limits, path),
    ...(of === "bucket" ? [] : literalStars(cors, limits, path)),
  ];
}

function unknownMethods({ methods }: Cors, { title, unknown }: CorsLimits, path: Path): Problem[] {
  const found = methods.filter((method) => unknown.includes(method));
  return when(found.length > 0, () =>
    problem(
      "unsupported",
      [...path, "methods"],
      `${title} has no cross-origin rule for ${found.join(" and ")}.`,
      `Leave ${found.join(" and ")} out; OPTIONS is answered without being listed.`,
    ),
  );
}

const wildcards = ({ origins }: Cors, { title, wildcard, wildcards: allowed }: CorsLimits, path: Path): Problem[] =>
  origins.flatMap((origin, index) =>
    when(origin.includes("*") && !wildcard.test(origin), () =>
      problem(
        "unsupported",
        [...path, "origins", index],
        `${title} would compare "${origin}" with origins letter by letter, so it would match none; ${allowed}.`,
        "List each origin.",
      ),
    ),
  );

/** With credentials browsers take a `*` in these lists for a header of that name, and AWS answers with the `*`. */
const literalStars = (cors: Cors, { title }: CorsLimits, path: Path): Problem[] =>
  (["headers", "exposeHeaders"] as const).flatMap((field) =>
    when(cors.credentials && cors[field].includes("*"), () =>
      problem(
        "unsupported",
        [...path, field],
        `${title} answers with "*", which browsers do not take for every header in requests with credentials.`,
        "List the headers.",
      ),
    ),
  );
