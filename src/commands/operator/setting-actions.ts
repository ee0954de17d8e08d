// The settings that the operator's pages show, without secrets, and checks of the services.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listEnvironment } from '../../config/config.js';
import type { Context } from '../../context.js';
import type { Setting, SettingActions } from '../../web/site/operator-actions.js';
import { inspect } from '../doctor/index.js';
import { inspectMail } from '../doctor/mail.js';
import { inspectModel } from '../doctor/model.js';

export function createSettingActions(context: Context): SettingActions {
  return {
    list() {
      const comments = readComments();
      const variables = listEnvironment(context.config.dir).map((variable) => ({
        ...variable,
        what: variable.what || (comments.get(variable.name) ?? ''),
      }));
      return [...fileSettings(context), ...variables];
    },
    check: (service) => {
      if (service === 'model') return inspectModel(context);
      if (service === 'mail') return inspectMail(context);
      return inspect(context);
    },
    readDoc(name) {
      if (!/^[a-z][a-z-]*\.md$/.test(name)) return undefined;
      const path = fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
  };
}

/** The description of each variable: the comment above it in `.env.example`. */
function readComments(): Map<string, string> {
  const example = readFileSync(fileURLToPath(new URL('../../../.env.example', import.meta.url)), 'utf8');
  const blocks = [...example.matchAll(/((?:^#.*\n)+)(\w+)=/gm)];
  return new Map(
    blocks.map(([, lines = '', name = '']) => [
      name,
      lines.replace(/^# ?/gm, '').replace(/\s+/g, ' ').trim(),
    ]),
  );
}

function fileSettings({ config }: Context): Setting[] {
  const { publication, recaps, sources, model } = config;
  const of = (name: string, value: string | number, what: string): Setting => ({
    name,
    value: String(value),
    from: 'sources.yaml',
    what,
  });
  return [
    of('publication.name', publication.name, 'Name of the publication'),
    of('publication.timeZone', publication.timeZone, 'Where its days begin and end'),
    of('publication.daily.hour', publication.daily.hour, 'When the daily issue goes out'),
    of(
      'publication.weekly',
      `${publication.weekly.day}, ${publication.weekly.hour}:00`,
      'When the weekly issue goes out',
    ),
    of('recaps', recaps.map(({ title }) => title).join(', '), 'Parts of an issue'),
    of(
      'sources.x.budget',
      `$${sources.x.budget.dailyUsd} a day, $${sources.x.budget.monthlyUsd} a month`,
      'The most that X may cost',
    ),
    of('model.maxUsd', `$${model.maxUsd}`, 'The most that one issue may cost'),
  ];
}
