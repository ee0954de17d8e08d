// Limits concurrent work, and shares the turns fairly between clients.

/** Ends a turn. Call it once. */
export type EndTurn = () => void;

export interface TurnLimits {
  /** How many turns run at the same time. */
  running: number;
  /** Limits of waiting requests, for one client and in total. A client with fewer than `spared` is never refused. */
  perClient: number;
  total: number;
  spared: number;
}

/**
 * Waits for a turn. Resolves to the function that ends it, or to undefined if too many wait. Clients alternate, so that a
 * client with many requests delays another by only one. Between two turns, the event loop can answer other requests.
 */
export function createFairTurns(limits: TurnLimits): (client: string) => Promise<EndTurn | undefined> {
  let free = limits.running;
  let waiting = 0;
  // In the order of their turns: the first client is next.
  const queues = new Map<string, EndTurn[]>();
  const passOn = () => {
    const [next] = queues;
    if (!next) {
      free++;
      return;
    }
    const [client, queue] = next;
    queues.delete(client);
    const start = queue.shift();
    if (queue.length > 0) queues.set(client, queue);
    waiting--;
    start?.();
  };
  const endTurn: EndTurn = () => void setImmediate(passOn);
  return async (client) => {
    if (free > 0) {
      free--;
      return endTurn;
    }
    const own = queues.get(client) ?? [];
    if (own.length >= limits.perClient || (waiting >= limits.total && own.length >= limits.spared))
      return undefined;
    waiting++;
    await new Promise<void>((resolve) => {
      own.push(resolve);
      queues.set(client, own);
    });
    return endTurn;
  };
}
