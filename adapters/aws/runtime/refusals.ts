import type { Refusal } from "../../../runtime/core/send-batch.ts";

/** A service's answer for an item of a batch, identified by its `Id`. */
export interface FailedEntry {
  readonly Id?: string;
  readonly Code?: string;
  readonly Message?: string;
}

/** For each item of a batch, numbered by its `Id`, why it was refused. */
export function refusalsById(items: readonly unknown[], failed: readonly FailedEntry[] = []): (Refusal | undefined)[] {
  const byId = new Map(failed.map(({ Id, Code = "", Message = "" }) => [Id, { code: Code, message: Message }]));
  return items.map((_, index) => byId.get(String(index)));
}

/** A service's answer for an item of a batch, at the item's position. */
export interface EntryResult {
  readonly ErrorCode?: string | null;
  readonly ErrorMessage?: string | null;
}

/** For each item of a batch why it was refused, where results stand in the order of the items. */
export const refusalsInOrder = (
  items: readonly unknown[],
  results: readonly EntryResult[] = [],
): (Refusal | undefined)[] =>
  items.map((_, index) => {
    const { ErrorCode: code, ErrorMessage: message } = results[index] ?? {};
    return code ? { code, message: message ?? "" } : undefined;
  });
