// tidings run: makes the issue of one period, from fetching to delivery. Safe to repeat.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/errors.js';
import { isCalendarDay, lastPeriod, periodOf } from '../base/time.js';
import { openContext } from '../context.js';
import type { Cadence } from '../model.js';
import { forgetByAge } from '../operations/retention.js';
import { runPipeline } from '../pipeline.js';
import { watchHealth } from '../serve/watchdog.js';
import { sampleDay } from '../sources/sample/sample.js';
import { isHeld } from '../stages/editing/hold.js';
import { type Command, type Input, optionOf } from './shared/command.js';
import { createProgress } from './shared/progress.js';
import { describeRun, reportRun } from './shared/report.js';

export const command: Command = {
  usage: '[--sample] [--date YYYY-MM-DD] [--cadence daily|weekly] [--no-send] [--draft] [--intro FILE]',
  summary: 'Fetches, edits, checks and delivers the issue of one period; by default the last complete one.',
  options: {
    sample: { type: 'boolean', help: 'Use the bundled sample posts (default: the sources in sources.yaml)' },
    date: {
      type: 'string',
      value: 'YYYY-MM-DD',
      help: 'A day of the period (default: the last complete one)',
    },
    cadence: { type: 'string', value: 'daily|weekly', help: 'The length of the period (default: daily)' },
    'no-send': { type: 'boolean', help: 'Publish without sending mail (default: send)' },
    draft: { type: 'boolean', help: 'Make a draft for `tidings approve` (default: publish)' },
    intro: {
      type: 'string',
      value: 'FILE',
      help: 'Markdown to put before the recaps (default: intros/PERIOD.md, if it exists)',
    },
  },
  async run(input) {
    const sample = input.values.sample === true;
    const draft = input.values.draft === true;
    const { date, cadence } = readOptions(input);
    const context = await openContext(input.dir, { sample });
    try {
      const { timeZone } = context.config.publication;
      const day = date ?? (sample ? sampleDay : undefined);
      const period = day ? periodOf(day, cadence, timeZone) : lastPeriod(context.clock(), cadence, timeZone);
      if (period.to > context.clock().toISOString() && !draft) {
        throw new UserError(
          `${period.name} is not over yet in ${timeZone}, and a published issue can no longer change`,
          'Wait until it is over, or preview it with --draft.',
        );
      }
      const progress = createProgress(input.json);
      const intro = readIntro(input, context.config.dir, period.name);
      const run = await runPipeline({ ...context, progress: progress.report, signal: input.signal }, period, {
        draft,
        send: input.values['no-send'] !== true,
        ...(intro && { intro }),
      }).finally(progress.stop);
      // The sample's day is beyond every retention period.
      if (!context.sample)
        await forgetByAge(context).catch((err: unknown) =>
          context.log.warn({ err }, 'could not remove expired data'),
        );
      return {
        json: reportRun(run),
        text: describeRun(run, context),
        // A draft that most sources are missing from is made, but scripts must notice.
        exitCode: run.deliveries.errors.length > 0 || isHeld(run.issue) ? 1 : 0,
      };
    } finally {
      if (!context.sample) await watchHealth(context);
      await context.close();
    }
  },
};

function readOptions(input: Input): { date?: string; cadence: Cadence } {
  const date = optionOf(input, 'date');
  const cadence = optionOf(input, 'cadence') ?? 'daily';
  if (date !== undefined && !isCalendarDay(date)) {
    throw new UserError(`Invalid --date "${date}": expected YYYY-MM-DD`);
  }
  if (cadence !== 'daily' && cadence !== 'weekly') {
    throw new UserError(`Invalid --cadence "${cadence}": expected daily or weekly`);
  }
  return { cadence, ...(date !== undefined && { date }) };
}

/** Reads the operator's introduction: the given file, else `intros/PERIOD.md` in the folder if it exists. */
function readIntro(input: Input, dir: string, period: string): string | undefined {
  const named = optionOf(input, 'intro');
  const usual = join(dir, 'intros', `${period}.md`);
  const file = named ?? (existsSync(usual) ? usual : undefined);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read the introduction ${file}`, 'Name a Markdown file.', { cause: error });
  }
}
