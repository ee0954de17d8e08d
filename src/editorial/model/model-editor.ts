// The editor that lets a language model group and phrase, and falls back to the offline one wherever that fails.
import { messageOf } from '../../base/errors.js';
import { ModelError, type ModelUsage, type Story } from '../../model.js';
import type { Editor } from '../offline/editor.js';
import { isWorthTelling } from '../offline/write.js';
import { listVocabulary } from '../vocabulary/gazetteer.js';
import { askBullets } from './ask-bullets.js';
import { askOpening } from './ask-opening.js';
import { askSections } from './ask-sections.js';
import { askTags } from './ask-tags.js';
import type { ModelContext } from './context.js';

export interface ModelEditor extends Editor {
  /** What was used, with the reason when the model did not do all of the work. */
  usage(): ModelUsage;
}

/** `offline` does what the model does not. No failure of a model leaves here. */
export function createModelEditor(context: ModelContext, offline: Editor): ModelEditor {
  const failures: string[] = [];
  let asked = 0;
  async function attempt<T>(work: () => Promise<T>, spare: () => Promise<T> | T): Promise<T> {
    asked++;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      failures.push(messageOf(error));
      return spare();
    }
  }
  const groupOffline: Editor['group'] = (stories, options) =>
    offline.group(stories.filter(offline.canTell), options);
  return {
    // What cannot be quoted can be told.
    canTell: isWorthTelling,
    group: (stories, options) =>
      attempt(
        async () => {
          const { sections, left } = await askSections(stories, context, options.shown);
          const rest = left.length > 0 ? await groupOffline(left, options) : [];
          return [...sections, ...rest];
        },
        () => groupOffline(stories, options),
      ),
    open: (stories: Story[], others: Story[]) =>
      attempt(
        () => askOpening(stories, others, context, () => offline.open(stories, others)),
        () => offline.open(stories, others),
      ),
    write: (section, platform) =>
      attempt(
        async () => {
          const bullets = await askBullets(section, platform, context);
          if (bullets.length === 0) throw new ModelError('unusable', 'a section came back empty');
          return bullets;
        },
        () => offline.write(section, platform),
      ),
    tag: (found, bullets) =>
      attempt(
        () => askTags(found, bullets, listVocabulary(), context),
        () => offline.tag(found, bullets),
      ),
    usage: () => {
      const parts = { asked, offline: failures.length };
      const usage = { ...context.model.usage(), parts };
      if (failures.length === 0) return usage;
      const idle = failures.length === asked;
      const share = idle ? '' : `${failures.length} of ${asked} parts: `;
      return { ...usage, ...(idle && { name: 'offline' }), degraded: `${share}${failures[0]}` };
    },
  };
}
