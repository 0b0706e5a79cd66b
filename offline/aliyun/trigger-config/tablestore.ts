import { z } from "zod";

/**
 * `triggerConfig` of a table's trigger: there is nothing to set. It can't be changed once the trigger exists.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/tablestore-triggers
 */
export const tablestore = z.strictObject({});
