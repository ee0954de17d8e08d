// The thread that parser-pool.ts starts: receives a document and returns its posts.
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../base/errors.js';
import type { ParserReply } from './parser-pool.js';
import { type FeedDocumentJob, readFeedDocument } from './read-document.js';

parentPort?.on('message', (job: FeedDocumentJob) => {
  readFeedDocument(job).then(
    (reading) => answer({ reading }),
    (error: unknown) => answer({ error: messageOf(error) }),
  );
});

function answer(value: ParserReply): void {
  parentPort?.postMessage(value);
}
