// Shows on stderr what a run is doing; on a terminal as a list of tasks.
import { Listr } from 'listr2';
import type { Stage } from '../stages/context.js';

const TITLES: Record<Stage, string> = {
  fetch: 'Fetch',
  editorial: 'Edit',
  render: 'Render',
  deliver: 'Deliver',
};
const STAGES = Object.keys(TITLES) as Stage[];

export interface Progress {
  report: (stage: Stage, text: string) => void;
  /** Ends what is shown. */
  stop: () => Promise<void>;
}

/** On a terminal tasks with their state; silent elsewhere, and with `--json`. */
export function createProgress(quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY) return { report: () => {}, stop: async () => {} };
  const ends = new Map<Stage, () => void>();
  const shown = new Map<Stage, (text: string) => void>();
  const reached = (stage: Stage) => {
    for (const earlier of STAGES.slice(0, STAGES.indexOf(stage))) ends.get(earlier)?.();
  };
  const list = new Listr(
    STAGES.map((stage) => ({
      title: TITLES[stage],
      task: (_: unknown, task: { output: string }) => {
        shown.set(stage, (text) => {
          task.output = text;
        });
        return new Promise<void>((resolve) => ends.set(stage, resolve));
      },
      rendererOptions: { persistentOutput: true },
    })),
    { rendererOptions: { collapseSubtasks: false } },
  );
  const done = list.run();
  return {
    report: (stage, text) => {
      reached(stage);
      // The list starts a task one turn after the one before it has ended.
      setImmediate(() => shown.get(stage)?.(text));
    },
    stop: async () => {
      for (const stage of STAGES) {
        ends.get(stage)?.();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await done;
    },
  };
}
