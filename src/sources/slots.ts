// So many pieces of work at once, the others in the order in which they came.

export interface Slots {
  /** Waits for a slot; what it gives frees it again, the first time that it is called. */
  take(): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, count);
  return {
    async take() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let taken = true;
      return () => {
        if (!taken) return;
        taken = false;
        const next = waiting.shift();
        if (next) next();
        else free++;
      };
    },
  };
}
