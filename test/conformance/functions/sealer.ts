import {
  type BucketReader,
  type BucketWriter,
  defineHandler,
  type QueueReceiver,
  type QueueSender,
  type SecretClient,
} from "polyfn/runtime";

interface Resources {
  readonly sealedfiles: BucketReader & BucketWriter;
  readonly sealedMail: QueueSender & QueueReceiver;
  readonly sealedWord: SecretClient;
}

/** Writes where it may, and says what it reads there. */
export default defineHandler({
  async raw(event, ctx) {
    const text = Buffer.isBuffer(event) ? event.toString() : JSON.stringify(event);
    const { run } = JSON.parse(text) as { run: string };
    const { sealedfiles, sealedMail, sealedWord } = ctx.resources as Resources;
    await sealedfiles.put(run, "sealed");
    const file = await sealedfiles.get(run);
    await sealedMail.send({ word: run });
    const messages = await sealedMail.receive({ wait: 5 });
    for (const message of messages) await message.done();
    const { length } = await sealedWord.value();
    return { file: await file?.text(), mail: messages.map(({ data }) => data), length };
  },
});
