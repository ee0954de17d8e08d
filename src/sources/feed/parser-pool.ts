// Reads feeds' documents in threads of their own: side by side, and where a hostile one can be stopped.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createSemaphore } from '../../base/semaphore.js';
import { threadFile } from '../../base/worker-file.js';
import type { FeedDocumentJob, FeedReading } from './read-document.js';
import { readFeedDocument } from './read-document.js';

export interface ReadingLimits {
  /** For one document, in a thread. */
  timeMs: number;
  /** What a thread may hold. */
  memoryMb: number;
  threads: number;
}

/** The longest feeds of real sites take a hundredth of both. */
export const LIMITS: ReadingLimits = {
  timeMs: 10_000,
  memoryMb: 256,
  // One core is left to whoever fetches.
  threads: Math.max(1, Math.min(3, availableParallelism() - 1)),
};
/**
 * Smaller documents are read at once, here: no step takes more than quadratic time (a megabyte of the worst that the
 * tests know takes a second), a thread takes 100 ms to start, and so both have their share of the work.
 */
const SMALL_BYTES = 16_384;
/** A thread that has nothing to do for so long ends. */
const IDLE_MS = 5_000;

export type ReadFeed = (job: FeedDocumentJob) => Promise<FeedReading>;

/** A reader with threads of its own, made when they are needed. It rejects with one line for what cannot be read. */
export function createFeedReader(limits: ReadingLimits = LIMITS): ReadFeed {
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
    const answer = await ask(thread, job, limits);
    if (!answer.stopped) keep(thread);
    release();
    if (answer.reading) return answer.reading;
    throw new Error(answer.error);
  };
}

/** All sources of the process share its threads. */
export const readFeed: ReadFeed = createFeedReader();

function startThread({ memoryMb }: ReadingLimits): Worker {
  return new Worker(threadFile(import.meta.url, 'parser-thread'), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 8 },
  });
}

/** A thread's reply: the posts of a document, or the reason why it could not read it. */
export interface ParserReply {
  reading?: FeedReading;
  error?: string;
}

/** `stopped`: the thread is gone. */
function ask(
  thread: Worker,
  job: FeedDocumentJob,
  { timeMs, memoryMb }: ReadingLimits,
): Promise<ParserReply & { stopped?: boolean }> {
  return new Promise((resolve) => {
    const settle = (answer: ParserReply & { stopped?: boolean }) => {
      clearTimeout(timer);
      thread.off('message', settle).off('error', onError).off('exit', onExit);
      if (answer.stopped) {
        // Errors while it ends do not matter.
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
