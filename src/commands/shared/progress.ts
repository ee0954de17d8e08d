// Shows on stderr what a run is doing; on a terminal as a list of tasks.
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { withoutControls } from '../../base/text.js';
import type { Stage } from '../../stages/context.js';

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
  // listr2 draws only where both lead to a terminal.
  if (quiet || !process.stderr.isTTY || !process.stdout.isTTY)
    return { report: () => {}, stop: async () => {} };
  const texts = new Map<Stage, string>();
  const shown = new Map<Stage, (text: string) => void>();
  const ended = new Set<Stage>();
  const ends = new Map<Stage, () => void>();
  // A task may be ended before the list has come to start it.
  const end = (stage: Stage) => {
    ended.add(stage);
    ends.get(stage)?.();
  };
  const logger = new ListrLogger({
    useIcons: false,
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const list = new Listr(
    STAGES.map((stage) => ({
      title: TITLES[stage],
      task: async (_: unknown, task: { output: string }) => {
        shown.set(stage, (text) => {
          task.output = text;
        });
        task.output = texts.get(stage) ?? '';
        if (!ended.has(stage)) await new Promise<void>((resolve) => ends.set(stage, resolve));
      },
      rendererOptions: { persistentOutput: true },
    })),
    // Whoever presses Ctrl-C ends the run, which then ends the list.
    {
      registerSignalListeners: false,
      renderer: 'default',
      rendererOptions: { logger },
    },
  );
  const done = list.run();
  return {
    report: (stage, given) => {
      const text = withoutControls(given);
      for (const earlier of STAGES.slice(0, STAGES.indexOf(stage))) end(earlier);
      texts.set(stage, text);
      shown.get(stage)?.(text);
    },
    stop: async () => {
      for (const stage of STAGES) end(stage);
      await done;
    },
  };
}
