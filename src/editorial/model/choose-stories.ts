// Has a model choose the stories of a recap, in titled sections in reading order.
import { z } from 'zod';
import { ModelError, type Story } from '../../model.js';
import type { DroppedStory, PlannedRecap, PlannedSection, RecapSettings } from '../plan.js';
import type { ModelContext } from './context.js';
import { formatStories } from './material.js';
import { fillPrompt, promptVersion } from './prompts.js';

const answerSchema = z.object({
  sections: z.array(z.object({ title: z.string(), stories: z.array(z.string()) })),
  dropped: z.array(z.object({ story: z.string(), reason: z.string() })),
});
type ChoiceAnswer = z.output<typeof answerSchema>;

/** Number of stories shown per place in a recap, so that the model chooses by content and not by likes. */
export const CANDIDATES_PER_PLACE = 4;
/** Maximum stories of a section whose bullets each combine several. */
const MAX_STORIES_PER_SECTION = 10;
/** Minimum number of stories to choose from. A model whose context cannot hold them is not asked. */
const MIN_CANDIDATES = 10;

/**
 * The sections of one recap, chosen from `stories` (heaviest first), in reading order. If the stories exceed the
 * model's context, only the heavier half is shown. Throws a ModelError if there is no usable answer.
 */
export async function chooseStories(
  stories: Story[],
  recap: RecapSettings,
  context: ModelContext,
): Promise<PlannedRecap> {
  const shown = stories.slice(0, recap.maxSections * recap.maxBullets * CANDIDATES_PER_PLACE);
  for (let candidates = shown; ; candidates = candidates.slice(0, Math.ceil(candidates.length / 2))) {
    try {
      return readChoice(await askForSections(candidates, recap, context), candidates, recap);
    } catch (error) {
      const canShorten = error instanceof ModelError && error.reason === 'tooLong';
      if (!canShorten || candidates.length < 2 * MIN_CANDIDATES) throw error;
    }
  }
}

function askForSections(
  stories: Story[],
  recap: RecapSettings,
  context: ModelContext,
): Promise<ChoiceAnswer> {
  const { model, prompts, style, checking } = context;
  const prompt = prompts[recap.weekly ? 'week' : 'cluster'];
  return model.complete({
    stage: 'cluster',
    promptVersion: promptVersion(prompt),
    system: fillPrompt(prompt, {
      language: style.language,
      tone: style.tone || 'no notes',
      stories: String(storiesPerSection(recap)),
      sections: String(recap.maxSections),
    }),
    user: formatStories(stories, checking.nameOf, { days: recap.weekly === true }),
    schema: answerSchema,
    schemaName: 'sections',
    maxOutputTokens: 6000,
  });
}

/** A submission gets its own bullet; several other posts share one. */
function storiesPerSection({ platform, maxBullets, weekly }: RecapSettings): number {
  return platform === 'reddit' && !weekly ? maxBullets : MAX_STORIES_PER_SECTION;
}

/** Assigns each story to the first section that names it. Drops stories that no section names or has room for. */
function readChoice(answer: ChoiceAnswer, stories: Story[], recap: RecapSettings): PlannedRecap {
  const open = new Map(stories.map((story, index) => [`s${index + 1}`, story]));
  const take = (id: string): Story[] => {
    const key = id.trim().toLowerCase();
    const story = open.get(key);
    open.delete(key);
    return story ? [story] : [];
  };
  const sections: PlannedSection[] = [];
  for (const { title, stories: ids } of answer.sections) {
    if (sections.length === recap.maxSections) break;
    const members = ids.slice(0, storiesPerSection(recap)).flatMap(take);
    if (members.length === 0) continue;
    sections.push({
      title: title.trim(),
      weight: members.reduce((sum, { weight }) => sum + weight, 0),
      stories: members.map((story) => ({ story, bullets: 1 })),
    });
  }
  if (sections.length === 0) throw new ModelError('unusable', 'the model chose no story');
  const dropped: DroppedStory[] = answer.dropped.flatMap(({ story, reason }) =>
    take(story).map((taken) => ({ story: taken, reason: reason.trim() })),
  );
  for (const story of open.values()) dropped.push({ story, reason: 'not chosen' });
  return { settings: recap, sections, dropped };
}
