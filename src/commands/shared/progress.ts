// Shows a run's progress as a list of tasks on a terminal (stderr).
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { withoutControls } from '../../base/text.js';
import type { Stage } from '../../stages/context.js';

const STAGE_TITLES: Record<Stage, string> = {
  fetch: 'Fetch',
  editorial: 'Edit',
  render: 'Render',
  deliver: 'Deliver',
};
const STAGE_ORDER = Object.keys(STAGE_TITLES) as Stage[];

export interface Progress {
  report: (stage: Stage, text: string) => void;
  /** Stops the display. */
  stop: () => Promise<void>;
}

/** Shows tasks with their state on a terminal. Silent elsewhere and when `quiet`. */
export function createProgress(quiet: boolean): Progress {
  // listr2 draws only when stdout and stderr are terminals.
  if (quiet || !process.stderr.isTTY || !process.stdout.isTTY)
    return { report: () => {}, stop: async () => {} };
  const texts = new Map<Stage, string>();
  const setText = new Map<Stage, (text: string) => void>();
  const endedStages = new Set<Stage>();
  const resolvers = new Map<Stage, () => void>();
  // A task may end before the list has started it.
  const endStage = (stage: Stage) => {
    endedStages.add(stage);
    resolvers.get(stage)?.();
  };
  const logger = new ListrLogger({
    useIcons: false,
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const list = new Listr(
    STAGE_ORDER.map((stage) => ({
      title: STAGE_TITLES[stage],
      task: async (_: unknown, task: { output: string }) => {
        setText.set(stage, (text) => {
          task.output = text;
        });
        task.output = texts.get(stage) ?? '';
        if (!endedStages.has(stage)) await new Promise<void>((resolve) => resolvers.set(stage, resolve));
      },
      rendererOptions: { persistentOutput: true },
    })),
    // Ctrl-C ends the run, which then ends the list.
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
      for (const earlier of STAGE_ORDER.slice(0, STAGE_ORDER.indexOf(stage))) endStage(earlier);
      texts.set(stage, text);
      setText.get(stage)?.(text);
    },
    stop: async () => {
      for (const stage of STAGE_ORDER) endStage(stage);
      await done;
    },
  };
}
