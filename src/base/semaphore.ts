// A FIFO semaphore: limits how many pieces of work run at once.

export interface Semaphore {
  /**
   * Waits for a free place and returns the function that releases it; calling that twice is harmless. With `first`, the caller moves to the front of the queue.
   */
  acquire(first?: boolean): Promise<() => void>;
  /** Runs the work while holding a place. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** `concurrency` below 1 counts as 1. */
export function createSemaphore(concurrency: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, concurrency);

  async function acquire(first = false): Promise<() => void> {
    if (free > 0) free--;
    else
      await new Promise<void>((resolve) => {
        if (first) waiting.unshift(resolve);
        else waiting.push(resolve);
      });
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = waiting.shift();
      if (next) next();
      else free++;
    };
  }

  return {
    acquire,
    async run(work) {
      const release = await acquire();
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
