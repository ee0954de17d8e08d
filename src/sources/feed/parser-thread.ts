// The thread that parser-pool.ts starts: receives a document and returns its posts.
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../base/errors.js';
import type { ParserReply } from './parser-pool.js';
import { type FeedDocumentJob, readFeedDocument } from './read-document.js';

parentPort?.on('message', (job: FeedDocumentJob) => {
  readFeedDocument(job).then(
    (reading) => postReply({ reading }),
    (error: unknown) => postReply({ error: messageOf(error) }),
  );
});

function postReply(value: ParserReply): void {
  parentPort?.postMessage(value);
}
