"""Tablestore with its client."""

import tablestore
from tablestore import (
    INF_MAX,
    INF_MIN,
    CapacityUnit,
    Condition,
    Direction,
    OTSClient,
    OTSServiceError,
    ReservedThroughput,
    Row,
    RowExistenceExpectation,
    SingleColumnCondition,
    TableMeta,
    TableOptions,
)

from common import KEY_ID, KEY_SECRET, PLAIN, REGION, SUFFIX, refusal, report

INSTANCE = "py-" + SUFFIX
TABLE = "things"


def client_of(**options):
    address = PLAIN or "https://%s.cn-hangzhou.ots.aliyuncs.com" % INSTANCE
    return OTSClient(address, KEY_ID, KEY_SECRET, INSTANCE, **options)


def code_of(error):
    return error.get_error_code() if isinstance(error, OTSServiceError) else repr(error)


def key(number):
    return [("shop", "a"), ("id", number)]


def life(client):
    seen = {}
    meta = TableMeta(TABLE, [("shop", "STRING"), ("id", "INTEGER")])
    client.create_table(meta, TableOptions(), ReservedThroughput(CapacityUnit(0, 0)))
    seen["tables"] = list(client.list_table())
    columns = [("name", "ä"), ("count", 1), ("share", 0.5), ("on", True), ("bytes", bytearray(b"\x00\xff"))]
    client.put_row(TABLE, Row(key(1), columns))
    _, row, _ = client.get_row(TABLE, key(1), max_version=1)
    seen["row"] = {name: str(value) for name, value, _ in row.attribute_columns}
    changes = {"PUT": [("name", "b")], "INCREMENT": [("count", 4)], "DELETE_ALL": ["share"]}
    client.update_row(TABLE, Row(key(1), changes), Condition(RowExistenceExpectation.EXPECT_EXIST))
    seen["changed"] = values(client.get_row(TABLE, key(1), max_version=1)[1])
    again = Condition(RowExistenceExpectation.EXPECT_NOT_EXIST)
    seen["refused"] = refusal(lambda: client.put_row(TABLE, Row(key(1), []), again), code_of)
    writes = [tablestore.PutRowItem(Row(key(number), [("count", number)]), None) for number in (2, 3)]
    batch = tablestore.BatchWriteRowRequest()
    batch.add(tablestore.TableInBatchWriteRowItem(TABLE, writes))
    seen["batch"] = client.batch_write_row(batch).is_all_succeed()
    seen["range"] = found(client, None)
    seen["filtered"] = found(client, SingleColumnCondition("count", 3, tablestore.ComparatorType.GREATER_EQUAL))
    client.delete_row(TABLE, Row(key(1)), Condition(RowExistenceExpectation.IGNORE))
    seen["deleted"] = client.get_row(TABLE, key(1), max_version=1)[1] is None
    client.delete_table(TABLE)
    seen["gone"] = refusal(lambda: client.describe_table(TABLE), code_of)
    return seen


def values(row):
    return {name: str(value) for name, value, _ in row.attribute_columns if name != "bytes"}


def found(client, condition):
    start = [("shop", INF_MIN), ("id", INF_MIN)]
    end = [("shop", INF_MAX), ("id", INF_MAX)]
    _, _, rows, _ = client.get_range(
        TABLE, Direction.FORWARD, start, end, limit=10, max_version=1, column_filter=condition
    )
    return [row.primary_key[1][1] for row in rows]


if KEY_SECRET == "offline":
    report({"v2": life(client_of()), "v4": life(client_of(region=REGION))})
else:
    report({"refused": refusal(client_of().list_table, code_of)})
