// Doctor's checks of sources: failures grouped by cause, sources that are gone, and sources that fell silent.
import { minuteOf } from '../../base/time.js';
import { adviseOnRefusedAddress } from '../../sources/http/public-address.js';
import type { SourceHealth } from '../../store/sources/source-health.js';
import type { Finding } from '../../web/site/operator-actions.js';
import { describeNames, groupFailures } from '../shared/source-failures.js';

/** Lists findings about sources, failures first. */
export function inspectSources(sources: SourceHealth[]): Finding[] {
  const failing = sources.filter(({ error, retired_at }) => error && !retired_at);
  const groups = groupFailures(failing.map(({ name, error }) => ({ name, error: error ?? '' })));
  return [
    ...groups.map(({ names, error, variables }): Finding => {
      const [first] = failing.filter((source) => names.includes(source.name) && source.error === error);
      if (first && names.length === 1 && variables.length === 0) return describeFailure(first);
      const hint =
        variables.length > 0
          ? `Check ${variables.join(' and ')} in .env, then run \`tidings sources check\`.`
          : (adviseOnRefusedAddress(error) ??
            'They may have one cause. `tidings sources check` tries each again.');
      const who = names.length > 1 ? `${names.length} sources (${describeNames(names)})` : names[0];
      return { level: 'problem', what: `${who}: ${error}`, hint, page: 'sources' };
    }),
    ...sources.flatMap(describeQuiet),
  ];
}

function describeFailure({ name, error, failures, succeeded_at, next_at }: SourceHealth): Finding {
  const since = succeeded_at ? `last answer ${minuteOf(succeeded_at)}` : 'never answered';
  const nextFetch = next_at ? `; next scheduled fetch after ${minuteOf(next_at)}` : '';
  return {
    level: 'problem',
    what: `${name}: ${error} (${failures} in a row, ${since}${nextFetch})`,
    hint:
      adviseOnRefusedAddress(error ?? '') ??
      `Run \`${checkCommand(name)}\`. If it is gone, remove it from sources.yaml.`,
    page: 'sources',
  };
}

function describeQuiet({ name, error, retired_at, silentSince }: SourceHealth): Finding[] {
  if (retired_at)
    return [
      {
        level: 'note',
        what: `${name} is gone for good, as its server reported on ${retired_at.slice(0, 10)}; it is no longer fetched`,
        hint: `Remove it from sources.yaml. If it is back, \`${checkCommand(name)}\` enables it again.`,
        page: 'sources',
      },
    ];
  if (error || !silentSince) return [];
  return [
    {
      level: 'note',
      what: `${name} responds, but has posted nothing since ${minuteOf(silentSince)}: longer than usual`,
      hint: 'Check whether it has moved.',
      page: 'sources',
    },
  ];
}

function checkCommand(name: string): string {
  return `tidings sources check ${/^[\w@./:-]+$/.test(name) ? name : JSON.stringify(name)}`;
}
