// Turns for work of which little may run at once, shared out fairly between clients.

/** Ends a turn. Call it once. */
export type EndTurn = () => void;

export interface TurnLimits {
  /** Turns at the same time. */
  running: number;
  /** Waiting requests of one client, and of all. A client with fewer than `spared` waiting is never refused. */
  perClient: number;
  total: number;
  spared: number;
}

/**
 * Resolves to the function that ends the turn, or to undefined when too many wait. Clients take turns, so that one with
 * many requests delays the others by one of them. Between two turns the event loop runs: other requests are answered.
 */
export function createFairTurns(limits: TurnLimits): (client: string) => Promise<EndTurn | undefined> {
  let free = limits.running;
  let waiting = 0;
  // The first client is the next one.
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
