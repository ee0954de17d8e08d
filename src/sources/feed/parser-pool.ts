// Reads feed documents in worker threads: in parallel, and so that a hostile document can be stopped.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createSemaphore } from '../../base/semaphore.js';
import { workerFileUrl } from '../../base/worker-file.js';
import type { FeedDocumentJob, FeedReading } from './read-document.js';
import { readFeedDocument } from './read-document.js';

export interface ReadingLimits {
  /** Maximum time for one document in a thread, in milliseconds. */
  timeMs: number;
  /** Maximum memory of a thread. */
  memoryMb: number;
  threads: number;
}

/** The longest real feeds need a hundredth of both. */
export const PARSER_LIMITS: ReadingLimits = {
  timeMs: 10_000,
  memoryMb: 256,
  // Leaves one core for fetching.
  threads: Math.max(1, Math.min(3, availableParallelism() - 1)),
};
/**
 * Smaller documents are read in this thread. No step takes more than quadratic time (a megabyte of the worst test input
 * takes a second), and a thread takes 100 ms to start.
 */
const SMALL_BYTES = 16_384;
/** A thread ends after being idle for this long. */
const IDLE_MS = 5_000;

export type ReadFeed = (job: FeedDocumentJob) => Promise<FeedReading>;

/** Creates a reader that starts threads on demand. It rejects with a one-line message for an unreadable document. */
export function createFeedReader(limits: ReadingLimits = PARSER_LIMITS): ReadFeed {
  const idle: { thread: Worker; timer: NodeJS.Timeout }[] = [];
  const threads = createSemaphore(limits.threads);

  function take(): Worker {
    const free = idle.pop();
    clearTimeout(free?.timer);
    const thread = free?.thread ?? startThread(limits);
    thread.ref();
    return thread;
  }

  function keep(thread: Worker): void {
    thread.unref();
    const end = () => {
      const at = idle.findIndex((each) => each.thread === thread);
      idle.splice(at, 1);
      void thread.terminate();
    };
    idle.push({ thread, timer: setTimeout(end, IDLE_MS).unref() });
  }

  return async (job) => {
    if (job.bytes.length <= SMALL_BYTES) return readFeedDocument(job);
    const release = await threads.acquire();
    const thread = take();
    const answer = await readInThread(thread, job, limits);
    if (!answer.stopped) keep(thread);
    release();
    if (answer.reading) return answer.reading;
    throw new Error(answer.error);
  };
}

/** The reader shared by all sources of the process. */
export const readFeed: ReadFeed = createFeedReader();

function startThread({ memoryMb }: ReadingLimits): Worker {
  return new Worker(workerFileUrl(import.meta.url, 'parser-thread'), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8 },
  });
}

/** A thread's reply: the posts of a document, or the reason why it could not read it. */
export interface ParserReply {
  reading?: FeedReading;
  error?: string;
}

/** Reads a document in a thread. `stopped`: the thread has ended. */
function readInThread(
  thread: Worker,
  job: FeedDocumentJob,
  { timeMs, memoryMb }: ReadingLimits,
): Promise<ParserReply & { stopped?: boolean }> {
  return new Promise((resolve) => {
    const settle = (answer: ParserReply & { stopped?: boolean }) => {
      clearTimeout(timer);
      thread.off('message', settle).off('error', onError).off('exit', onExit);
      if (answer.stopped) {
        // Errors during termination do not matter.
        thread.on('error', () => {});
        void thread.terminate();
      }
      resolve(answer);
    };
    const stop = (error: string) => settle({ error, stopped: true });
    const timer = setTimeout(() => stop(`takes more than ${timeMs / 1000} s to read`), timeMs);
    const onError = (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      stop(memory ? `takes more than ${memoryMb} MB to read` : `cannot be read: ${error.message}`);
    };
    const onExit = (code: number) => stop(`cannot be read: its thread ended with ${code}`);
    thread.on('message', settle).on('error', onError).on('exit', onExit);
    const bytes = new Uint8Array(job.bytes);
    thread.postMessage({ ...job, bytes }, [bytes.buffer]);
  });
}
