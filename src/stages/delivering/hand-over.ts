// Limits how many mails are at the point where the outcome could become unknown: after an SMTP server got the whole
// mail and before its reply is recorded. With one mail at a time there, a process that dies leaves one uncertain mail.
import { MINUTE_MS } from '../../base/time.js';
import type { HandOver, Mail } from '../../model.js';

export interface HandOverOptions {
  /**
   * Records whether the server may have the mail or certainly does not. Returns false if this sender no longer owns the
   * delivery.
   */
  mark(mail: Mail, mayHaveIt: boolean): Promise<boolean>;
  /** Number of mails to send. */
  count: number;
  signal: AbortSignal;
}

export interface HandOverTurns extends HandOver {
  /** Ends the turns of these batches, whose results are recorded. */
  end(batches: Iterable<string>): void;
}

interface Turn {
  ready: Promise<void>;
  isOver: boolean;
  /** When it got its place, in milliseconds of `performance.now`. */
  since?: number;
}

/** If one mail at a time would take longer than this for the whole list, several are handed over at once. */
const MAX_LIST_MS = 10 * MINUTE_MS;

export function createHandOver({ mark, count, signal }: HandOverOptions): HandOverTurns {
  const turns = new Map<string, Turn>();
  const waiting: (() => void)[] = [];
  let held = 0;
  let left = count;
  let meanMs = 0;

  const places = () => Math.max(1, Math.ceil((left * meanMs) / MAX_LIST_MS));
  const admit = () => {
    while (waiting.length > 0 && held < places()) {
      held++;
      waiting.shift()?.();
    }
  };
  const release = (turn: Turn) => {
    turn.isOver = true;
    if (turn.since === undefined) return;
    const ms = performance.now() - turn.since;
    meanMs = meanMs === 0 ? ms : meanMs * 0.9 + ms * 0.1;
    turn.since = undefined;
    held--;
    admit();
  };
  const take = async (turn: Turn, mail: Mail) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      admit();
    });
    turn.since = performance.now();
    try {
      if (turn.isOver || signal.aborted) throw new Error('stopped before it was sent');
      if (!(await mark(mail, true))) throw new Error('another process sends it');
    } catch (error) {
      release(turn);
      throw error;
    }
  };
  const end = (batches: Iterable<string>) => {
    for (const batch of batches) {
      const turn = turns.get(batch);
      turns.delete(batch);
      left--;
      if (turn) release(turn);
    }
  };

  return {
    begin(mail) {
      const { batch = mail.key } = mail;
      const known = turns.get(batch);
      // After a broken connection, the next attempt keeps its turn.
      if (known && !known.isOver) return known.ready;
      const turn: Turn = { ready: Promise.resolve(), isOver: false };
      turn.ready = take(turn, mail);
      turns.set(batch, turn);
      return turn.ready;
    },
    async withdraw(mail) {
      const { batch = mail.key } = mail;
      const turn = turns.get(batch);
      if (!turn) return;
      turns.delete(batch);
      // If the mark is not removed, the mail counts as uncertain although it was not handed over.
      await mark(mail, false).catch(() => {});
      release(turn);
    },
    end,
  };
}
