// A progress bar with the remaining time on terminals; one line per step elsewhere.
import { withoutControls } from '../../base/text.js';
import type { Input } from './command.js';

export interface ProgressBar {
  /** Shows the current step on a terminal; does nothing elsewhere. */
  show(text: string): void;
  /** Marks one step as done. */
  step(text: string): void;
  stop(): void;
}

const BAR_WIDTH = 24;

export function createBar(
  { json, say }: Pick<Input, 'json' | 'say'>,
  total: number,
  clock: () => Date,
): ProgressBar {
  const terminal = process.stderr.isTTY === true && !json;
  const start = clock().getTime();
  let done = 0;
  const draw = (text: string) => {
    if (!terminal) return;
    const full = total > 0 ? Math.round((BAR_WIDTH * done) / total) : BAR_WIDTH;
    const remainingMs = done > 0 ? ((clock().getTime() - start) / done) * (total - done) : undefined;
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
    const line = `${bar} ${done}/${total}${remainingMs === undefined ? '' : `, ${describeTime(remainingMs)} left`}  ${withoutControls(text)}`;
    process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  };
  return {
    show: draw,
    step(text) {
      done++;
      if (!terminal && !json) say(`${done}/${total}  ${text}`);
      draw(text);
    },
    stop: () => void (terminal && process.stderr.write('\r\u001b[K')),
  };
}

/** `40 s`, `12 min`, `2 h 5 min`. */
function describeTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
