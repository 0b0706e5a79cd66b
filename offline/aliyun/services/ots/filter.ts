import { decode } from "./codec.ts";
import { invalid } from "./errors.ts";
import type { Version } from "./model.ts";
import { readVariant } from "./plain-buffer/read.ts";
import { compareValues, type Value } from "./values.ts";

/** A condition on the columns of a row, or what a reader wants of them. */
export interface Filter {
  matches(columns: ReadonlyMap<string, readonly Version[]>): boolean;
  /** Only some of the columns, in their order. */
  readonly page?: { readonly offset: number; readonly limit: number };
}

interface WireFilter {
  readonly type: "FT_SINGLE_COLUMN_VALUE" | "FT_COMPOSITE_COLUMN_VALUE" | "FT_COLUMN_PAGINATION";
  readonly filter: Buffer;
}

/** @throws ApiError OTSParameterInvalid */
export const readFilter = (bytes: Buffer): Filter => build(decode<WireFilter>("Filter", bytes));

function build({ type, filter }: WireFilter): Filter {
  switch (type) {
    case "FT_SINGLE_COLUMN_VALUE":
      return single(decode<WireSingle>("SingleColumnValueFilter", filter));
    case "FT_COMPOSITE_COLUMN_VALUE":
      return composite(decode<WireComposite>("CompositeColumnValueFilter", filter));
    case "FT_COLUMN_PAGINATION": {
      const page = decode<{ offset: number; limit: number }>("ColumnPaginationFilter", filter);
      if (page.offset < 0 || page.limit < 1) throw invalid("Invalid offset or limit of column pagination filter.");
      return { matches: () => true, page };
    }
  }
}

interface WireSingle {
  readonly comparator: keyof typeof COMPARE;
  readonly column_name: string;
  readonly column_value: Buffer;
  readonly filter_if_missing: boolean;
  readonly latest_version_only: boolean;
  readonly value_trans_rule?: object;
}

const COMPARE = {
  CT_EQUAL: (order: number | undefined) => order === 0,
  CT_NOT_EQUAL: (order: number | undefined) => order !== 0,
  CT_GREATER_THAN: (order: number | undefined) => order !== undefined && order > 0,
  CT_GREATER_EQUAL: (order: number | undefined) => order !== undefined && order >= 0,
  CT_LESS_THAN: (order: number | undefined) => order !== undefined && order < 0,
  CT_LESS_EQUAL: (order: number | undefined) => order !== undefined && order <= 0,
};

function single(wire: WireSingle): Filter {
  if (wire.value_trans_rule) throw invalid("The emulator has no rules that transform values of conditions.");
  const wanted = readVariant(wire.column_value);
  const holds = ({ value }: { readonly value: Value }) => COMPARE[wire.comparator](compareValues(value, wanted));
  return {
    matches(columns) {
      const versions = columns.get(wire.column_name) ?? [];
      if (versions.length === 0) return !wire.filter_if_missing;
      return wire.latest_version_only ? versions.slice(0, 1).some(holds) : versions.some(holds);
    },
  };
}

interface WireComposite {
  readonly combinator: "LO_NOT" | "LO_AND" | "LO_OR";
  readonly sub_filters: readonly WireFilter[];
}

function composite({ combinator, sub_filters }: WireComposite): Filter {
  const parts = sub_filters.map(build);
  const [first] = parts;
  if (combinator === "LO_AND") return { matches: (columns) => parts.every((part) => part.matches(columns)) };
  if (combinator === "LO_OR") return { matches: (columns) => parts.some((part) => part.matches(columns)) };
  if (!first || parts.length !== 1) throw invalid("The NOT of a condition wants one condition.");
  return { matches: (columns) => !first.matches(columns) };
}
