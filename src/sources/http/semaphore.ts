// So many pieces of work at once, the others after them.

export interface Slots {
  /** Waits for a slot, `first` before all others; what it gives frees it again, the first time that it is called. */
  take(first?: boolean): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = Math.max(1, count);
  return {
    async take(first = false) {
      if (free > 0) free--;
      else
        await new Promise<void>((resolve) => {
          if (first) waiting.unshift(resolve);
          else waiting.push(resolve);
        });
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
