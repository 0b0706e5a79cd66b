import { z } from "zod";
import { ApiError } from "../../core/error.ts";

const constraints = z.object({
  AllowedValues: z.array(z.union([z.string(), z.number()]).transform(String)).optional(),
  AllowedPattern: z.string().optional(),
  MinLength: z.coerce.number().int().optional(),
  MaxLength: z.coerce.number().int().optional(),
});

/** @throws ApiError when a value breaks the rules that its parameter was made with, or the rules are none. */
export function checkConstraints(text: string, value: string): void {
  if (text === "") return;
  const rules = read(text);
  const refuse = (why: string) => new ApiError(400, "InvalidParameterValue", `The value ${why}.`);
  if (rules.MinLength !== undefined && value.length < rules.MinLength)
    throw refuse(`is shorter than ${rules.MinLength}`);
  if (rules.MaxLength !== undefined && value.length > rules.MaxLength)
    throw refuse(`is longer than ${rules.MaxLength}`);
  if (rules.AllowedValues && !rules.AllowedValues.includes(value)) throw refuse("is none of the allowed ones");
  if (rules.AllowedPattern !== undefined && !new RegExp(`^(?:${rules.AllowedPattern})$`).test(value)) {
    throw refuse(`does not match ${rules.AllowedPattern}`);
  }
}

function read(text: string): z.infer<typeof constraints> {
  try {
    const rules = constraints.parse(JSON.parse(text));
    if (rules.AllowedPattern !== undefined) new RegExp(rules.AllowedPattern);
    return rules;
  } catch {
    throw new ApiError(
      400,
      "InvalidParameter.Constraints",
      "Constraints is JSON with AllowedValues, AllowedPattern, MinLength, MaxLength.",
    );
  }
}
