import { createRequire } from "node:module";

/** A client of an instance, which has no types: what it is called with is what its documentation says. */
export type TableClient = Readonly<Record<string, (params: object) => Promise<TableAnswer>>>;

/** The parts of answers that the tests look at. */
export interface TableAnswer {
  readonly tableNames?: readonly string[];
  readonly row?: TableRow;
  readonly rows?: readonly TableRow[];
  readonly tables?: readonly (readonly { isOk: boolean; row?: TableRow; primaryKey?: unknown; errorCode?: string }[])[];
  readonly nextStartPrimaryKey?: readonly { name: string; value: unknown }[] | null;
  readonly [other: string]: unknown;
}

export interface TableRow {
  readonly primaryKey?: readonly { name: string; value: unknown }[];
  readonly attributes?: readonly { columnName: string; columnValue: unknown; timestamp: unknown }[];
}

interface TableStore {
  readonly Client: new (config: object) => TableClient;
  readonly Long: { fromNumber(value: number): { toNumber(): number } };
  readonly Condition: new (existence: number, condition: object | null) => object;
  readonly RowExistenceExpectation: Readonly<Record<"IGNORE" | "EXPECT_EXIST" | "EXPECT_NOT_EXIST", number>>;
  readonly SingleColumnCondition: new (
    name: string,
    value: unknown,
    comparator: number,
    passIfMissing?: boolean,
    latestOnly?: boolean,
  ) => object;
  readonly CompositeCondition: new (combinator: number) => { addSubCondition(condition: object): void };
  readonly ColumnPaginationFilter: new (limit: number, offset: number) => object;
  readonly ComparatorType: Readonly<Record<string, number>>;
  readonly LogicalOperator: Readonly<Record<"NOT" | "AND" | "OR", number>>;
  readonly Direction: Readonly<Record<"FORWARD" | "BACKWARD", string>>;
  readonly ReturnType: Readonly<Record<"NONE" | "Primarykey", number>>;
  readonly PK_AUTO_INCR: object;
  readonly INF_MIN: object;
  readonly INF_MAX: object;
}

export const tablestore = createRequire(import.meta.url)("tablestore") as TableStore;

/** `tablestore`, signing as the account itself unless told otherwise. */
export function tableClient(
  url: string,
  instance: string,
  key = { accessKeyId: "offline", accessKeySecret: "offline" },
): TableClient {
  return new tablestore.Client({
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.accessKeySecret,
    endpoint: url,
    instancename: instance,
    maxRetries: 0,
  });
}

/** The attributes of a row, and its key, as plain numbers and texts. */
export function flat(row: TableRow | undefined): Record<string, unknown> {
  const pairs = [
    ...(row?.primaryKey ?? []).map(({ name, value }) => [name, value] as const),
    ...(row?.attributes ?? []).map(({ columnName, columnValue }) => [columnName, columnValue] as const),
  ];
  return Object.fromEntries(pairs.map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  const long = value as { toNumber?: () => number } | null;
  return typeof long?.toNumber === "function" ? long.toNumber() : value;
}
