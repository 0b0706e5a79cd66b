"""Object storage with oss2 and with alibabacloud-oss-v2."""

import alibabacloud_oss_v2 as oss
import oss2
import requests

from common import KEY_ID, KEY_SECRET, REGION, SUFFIX, endpoint, refusal, report

ADDRESS = endpoint("oss-cn-hangzhou.aliyuncs.com")
KEY = "in/a b+ü.txt"
PART = 100 * 1024


def older(bucket_name):
    """oss2, with both of its signatures."""
    seen = {}
    for name, auth in (("v1", oss2.Auth(KEY_ID, KEY_SECRET)), ("v4", oss2.AuthV4(KEY_ID, KEY_SECRET))):
        bucket = oss2.Bucket(auth, ADDRESS, bucket_name, region=REGION)
        seen[name] = older_objects(bucket)
    return seen


def older_objects(bucket):
    seen = {}
    bucket.create_bucket()
    put = bucket.put_object(KEY, "hällo".encode(), headers={"x-oss-meta-a": "b", "Content-Type": "text/plain"})
    got = bucket.get_object(KEY)
    seen["put"] = [put.status, got.read().decode(), got.headers["x-oss-meta-a"], put.etag == got.etag]
    seen["part"] = bucket.get_object(KEY, byte_range=(1, 2)).read().decode()
    seen["head"] = bucket.head_object(KEY).content_length
    seen["listed"] = [one.key for one in oss2.ObjectIteratorV2(bucket, prefix="in/")]
    upload = bucket.init_multipart_upload("big")
    parts = []
    for number, text in ((1, b"a" * PART), (2, b"b")):
        result = bucket.upload_part("big", upload.upload_id, number, text)
        parts.append(oss2.models.PartInfo(number, result.etag, size=len(text), part_crc=result.crc))
    bucket.complete_multipart_upload("big", upload.upload_id, parts)
    seen["big"] = len(bucket.get_object("big").read())
    appended = bucket.append_object("log", 0, b"one")
    bucket.append_object("log", appended.next_position, b"two", init_crc=appended.crc)
    seen["appended"] = bucket.get_object("log").read().decode()
    bucket.copy_object(bucket.bucket_name, KEY, "copy")
    seen["copied"] = bucket.object_exists("copy")
    seen["signed"] = requests.get(bucket.sign_url("GET", KEY, 60, slash_safe=True)).content.decode()
    seen["missing"] = refusal(lambda: bucket.get_object("none"), lambda error: error.code)
    bucket.batch_delete_objects([KEY, "big", "log", "copy"])
    bucket.delete_bucket()
    return seen


def newer(bucket):
    """alibabacloud-oss-v2."""
    config = oss.config.load_default()
    config.credentials_provider = oss.credentials.StaticCredentialsProvider(KEY_ID, KEY_SECRET)
    config.region = REGION
    config.endpoint = ADDRESS
    client = oss.Client(config)
    seen = {}
    client.put_bucket(oss.PutBucketRequest(bucket=bucket))
    put = client.put_object(oss.PutObjectRequest(bucket=bucket, key=KEY, body="hällo".encode(), metadata={"a": "b"}))
    got = client.get_object(oss.GetObjectRequest(bucket=bucket, key=KEY))
    seen["put"] = [put.status_code, got.body.read().decode(), got.metadata["a"], put.etag == got.etag]
    pages = client.list_objects_v2_paginator().iter_page(oss.ListObjectsV2Request(bucket=bucket, prefix="in/"))
    seen["listed"] = [one.key for page in pages for one in page.contents or []]
    seen["signed"] = requests.get(client.presign(oss.GetObjectRequest(bucket=bucket, key=KEY)).url).content.decode()
    seen["missing"] = refusal(
        lambda: client.get_object(oss.GetObjectRequest(bucket=bucket, key="none")), lambda error: error.unwrap().code
    )
    client.delete_object(oss.DeleteObjectRequest(bucket=bucket, key=KEY))
    client.delete_bucket(oss.DeleteBucketRequest(bucket=bucket))
    return seen


if KEY_SECRET == "offline":
    report({"older": older("python-older-" + SUFFIX), "newer": newer("python-newer-" + SUFFIX)})
else:
    bucket = oss2.Bucket(oss2.AuthV4(KEY_ID, KEY_SECRET), ADDRESS, "python-refused", region=REGION)
    report({"refused": refusal(bucket.create_bucket, lambda error: error.code)})
