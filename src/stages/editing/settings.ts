// Prepares the editing of one issue: settings, vocabulary, the editor.

import type { NamedPeriod } from '../../base/time.js';
import type { Config } from '../../config/config.js';
import type { IssueDetails } from '../../editorial/assemble.js';
import type { Checking } from '../../editorial/check.js';
import type { EditSettings } from '../../editorial/edit.js';
import type { Editor } from '../../editorial/editor.js';
import { createModelEditor } from '../../editorial/model/model-editor.js';
import { createSecondReading } from '../../editorial/model/read-again.js';
import { createOfflineEditor } from '../../editorial/offline/offline-editor.js';
import { createUsedText } from '../../editorial/offline/used-text.js';
import { learnCasing } from '../../editorial/verify/evidence.js';
import { createRefusalTally } from '../../editorial/verify/refusal.js';
import { noUsage } from '../../llm/usage.js';
import type { Checked, ModelUsage, Post } from '../../model.js';
import { findRecapTitle, namesOfKind } from '../../sources/index.js';
import { findReported } from '../../store/issues.js';
import type { PipelineContext } from '../context.js';
import { openArchive } from './archive.js';

export interface Editing extends Checking {
  settings: EditSettings;
  editor: Editor;
  details: Omit<IssueDetails, 'status' | 'createdAt' | 'model' | 'intro'>;
  /** The model's cost so far. */
  usage(): ModelUsage;
}

/** Creates the editor of one issue: the model if there is one, otherwise the offline editor. */
export async function createEditing(
  context: PipelineContext,
  period: NamedPeriod,
  checked: Checked,
  posts: Post[],
): Promise<Editing> {
  const { config, createModel, prompts } = context;
  const { language, timeZone, tone, name: publication } = config.publication;
  const names = new Map(config.refs.map((ref) => [ref.id, ref.name]));
  const nameOf = (sourceId: string) => names.get(sourceId) ?? sourceId;
  const checking: Checking = {
    posts: new Map(posts.map((post) => [post.id, post])),
    language,
    nameOf,
    casing: learnCasing(posts),
    refusals: createRefusalTally(),
  };
  const offline = createOfflineEditor(
    { language, nameOf, usedText: createUsedText(), archive: await openArchive(context, period) },
    config.editorial.maxStoryShare,
  );
  const model = createModel?.();
  const dailyIssues =
    period.cadence === 'weekly'
      ? await findReported(context.db, { cadence: 'daily', since: period.from, until: period.to })
      : undefined;
  const editor = model
    ? createModelEditor(
        {
          ...{ model, prompts, style: { language, tone }, checking },
          readAgain: config.model.check ? createSecondReading(model, prompts.check) : undefined,
        },
        offline,
      )
    : { ...offline, usage: () => noUsage('offline') };
  return {
    ...checking,
    settings: { ...editSettings(config), cadence: period.cadence, dailyIssues },
    editor,
    details: { ...checking, period, timeZone, publication, checked },
    usage: editor.usage,
  };
}

/**
 * Returns the recaps of an issue, and the index of each source's recap by source id. A source belongs to the first
 * recap that names it, else to the first that includes its kind; a source without a recap is missing. Kinds with a
 * default recap title get a recap at the end if no recap includes them.
 */
export function assignRecaps(config: Pick<Config, 'refs' | 'recaps'>) {
  const recaps = [...config.recaps];
  const recapOf = new Map<string, number>();
  for (const ref of config.refs) {
    const names = [ref.name.toLowerCase(), ref.target.toLowerCase()];
    const named = recaps.findIndex(
      ({ from }) => Array.isArray(from) && from.some((name) => names.includes(name.toLowerCase())),
    );
    const from = namesOfKind(ref.kind).recap;
    const title = findRecapTitle(ref.kind);
    if (named < 0 && title && !recaps.some((recap) => recap.from === from))
      recaps.push({ title, from, maxSections: 6, maxBullets: 5 });
    const index = named >= 0 ? named : recaps.findIndex((recap) => recap.from === from);
    if (index >= 0) recapOf.set(ref.id, index);
  }
  return { recaps, recapOf };
}

function editSettings(config: Config): Omit<EditSettings, 'cadence'> {
  const { refs, editorial, publication } = config;
  const { recaps, recapOf } = assignRecaps(config);
  const platformOf = (index: number) => refs.find((ref) => recapOf.get(ref.id) === index)?.platform ?? 'web';
  return {
    recaps: recaps.map(({ title, maxSections, maxBullets }, index) => ({
      title,
      platform: platformOf(index),
      maxSections,
      maxBullets,
    })),
    recapOf: (sourceId) => recapOf.get(sourceId),
    topPosts: editorial.topPosts,
    language: publication.language,
  };
}
