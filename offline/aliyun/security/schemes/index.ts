import type { SignatureScheme } from "../../core/service.ts";
import { acs3, acs3OfAddress } from "./acs3.ts";
import type { Scheme } from "./claim.ts";
import { fc } from "./fc.ts";
import { mns } from "./mns.ts";
import { mnsV4 } from "./mns-v4.ts";
import { formClaim } from "./oss-form.ts";
import * as v1 from "./oss-v1.ts";
import * as v2 from "./oss-v2.ts";
import * as v4 from "./oss-v4.ts";
import { ots } from "./ots.ts";
import { roa } from "./roa.ts";
import { rpc } from "./rpc.ts";
import { sls } from "./sls.ts";

/** Every way to sign. */
export const schemes: Readonly<Record<SignatureScheme, Scheme>> = {
  acs3,
  "acs3-address": acs3OfAddress,
  fc,
  roa,
  rpc,
  oss: {
    claim: (request, host) =>
      v1.headerClaim(request, host) ??
      v2.headerClaim(request, host) ??
      v4.headerClaim(request, host) ??
      v1.addressClaim(request, host) ??
      v2.addressClaim(request, host) ??
      v4.addressClaim(request, host) ??
      formClaim(request),
  },
  sls,
  mns: { claim: (request, host) => mns.claim(request, host) ?? mnsV4.claim(request, host) },
  ots,
};
