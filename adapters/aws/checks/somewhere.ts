import type { Deployment } from "../../contract.ts";
import type { Place } from "../arns.ts";

/** An account number has always twelve digits, so lengths are known without knowing the account. */
export const somewhere = ({ region }: Deployment): Place => ({
  partition: "aws",
  account: "000000000000",
  region,
  dnsSuffix: "amazonaws.com",
});
