import type { Operation } from "../../core/service.ts";
import { textOf } from "../../core/xml.ts";
import type { Mns } from "./administration.ts";
import { operation } from "./data-plane.ts";
import { answer, readDocument } from "./documents.ts";

/**
 * Settings of the whole account: where MNS would write its own log.
 * https://www.alibabacloud.com/help/en/mns/developer-reference/api-mns-open-2022-01-19-getaccountattributes
 */
export const accountOperations = ({ world, state }: Mns): readonly Operation[] => [
  operation(
    "GetAccountAttributes",
    "GET",
    "/",
    (call) => answer(call, 200, "Account", { AccountId: call.account, LoggingBucket: state.loggingBucket }),
    { query: ["accountmeta=true"] },
  ),
  operation(
    "SetAccountAttributes",
    "PUT",
    "/",
    (call) => {
      state.loggingBucket = textOf(readDocument(call, "Account"), "LoggingBucket") ?? "";
      world.changed();
      return answer(call, 204);
    },
    { query: ["accountmeta=true"] },
  ),
];
