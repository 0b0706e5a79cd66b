"""Queues and topics with aliyun-mns-sdk."""

from mns.account import Account
from mns.mns_exception import MNSServerException
from mns.mns_common import TopicHelper
from mns.queue import Message, QueueMeta
from mns.subscription import SubscriptionMeta
from mns.topic import TopicMessage, TopicMeta

from common import ACCOUNT, KEY_ID, KEY_SECRET, REGION, SUFFIX, endpoint, refusal, report

NAME = "python-client-" + SUFFIX
account = Account(endpoint(ACCOUNT + ".mns.cn-hangzhou.aliyuncs.com"), KEY_ID, KEY_SECRET)


def code_of(error):
    return error.type if isinstance(error, MNSServerException) else repr(error)


def life():
    seen = {}
    queue = account.get_queue(NAME)
    meta = QueueMeta()
    meta.set_visibilitytimeout(30)
    queue.create(meta)
    seen["timeout"] = queue.get_attributes().visibility_timeout
    seen["queues"] = [url.split("/")[-1] for url in account.list_queue(prefix=NAME)[0]]
    sent = queue.send_message(Message("hällo <&>", priority=3))
    seen["peeked"] = queue.peek_message().message_body.decode()
    message = queue.receive_message(1)
    seen["received"] = [message.message_body.decode(), message.priority, message.message_id == sent.message_id]
    changed = queue.change_message_visibility(message.receipt_handle, 60)
    queue.delete_message(changed.receipt_handle)
    seen["empty"] = refusal(queue.receive_message, code_of)
    queue.batch_send_message([Message("one"), Message("two")])
    batch = queue.batch_receive_message(10)
    seen["batch"] = sorted(one.message_body.decode() for one in batch)
    queue.batch_delete_message([one.receipt_handle for one in batch])
    seen["topic"] = published()
    queue.delete()
    seen["gone"] = refusal(queue.get_attributes, code_of)
    return seen


def published():
    # Topics hand on what was published as it is; the client would take it for base64.
    queue = account.get_queue(NAME)
    queue.set_encoding(False)
    topic = account.get_topic(NAME)
    topic.create(TopicMeta())
    subscription = topic.get_subscription("to-queue")
    subscription.subscribe(SubscriptionMeta(TopicHelper.generate_queue_endpoint(REGION, ACCOUNT, NAME), notify_content_format="SIMPLIFIED"))
    topic.publish_message(TopicMessage("news"))
    message = queue.receive_message(5)
    queue.delete_message(message.receipt_handle)
    subscription.unsubscribe()
    topic.delete()
    return message.message_body


if KEY_SECRET == "offline":
    report(life())
else:
    report({"refused": refusal(account.get_queue("none").get_attributes, code_of)})
