// Lets a model group the stories of a recap, chunk by chunk; code sees to it that each story is in one place.
import { z } from 'zod';
import type { Story } from '../../model.js';
import type { TitledStories } from '../plan.js';
import type { ModelContext } from './context.js';
import { listStories } from './material.js';
import { fillPrompt, promptVersion } from './prompts.js';

const answerSchema = z.object({
  sections: z.array(z.object({ title: z.string(), stories: z.array(z.string()) })),
  dropped: z.array(z.object({ story: z.string(), reason: z.string() })),
});

/** So many stories a question: some 6,000 tokens, which the smallest usual context holds. */
const CHUNK = 60;
/** The most stories of a section where nothing says how many will be told. */
const SHOWN = 8;

export interface Grouped {
  sections: TitledStories[];
  dropped: { story: Story; reason: string }[];
  /** Stories that the answer forgot. */
  left: Story[];
}

/**
 * The stories in titled sections as the model groups them, `shown` stories to be told of each. Throws a ModelError when
 * it gives no usable answer.
 */
export async function askSections(
  stories: Story[],
  { model, prompts, voice, checking }: ModelContext,
  shown = SHOWN,
): Promise<Grouped> {
  const grouped: Grouped = { sections: [], dropped: [], left: [] };
  const system = fillPrompt(prompts.cluster, {
    language: voice.language,
    tone: voice.tone || 'no notes',
    stories: String(shown),
  });
  const { nameOf } = checking;
  for (let start = 0; start < stories.length; start += CHUNK) {
    const chunk = stories.slice(start, start + CHUNK);
    const titles = grouped.sections.map((section) => section.title);
    const answer = await model.complete({
      stage: 'cluster',
      promptVersion: promptVersion(prompts.cluster),
      system,
      user: [
        ...(titles.length > 0 ? [`Sections so far: ${JSON.stringify(titles)}`] : []),
        listStories(chunk, (index) => `s${index + 1}`, nameOf),
      ].join('\n'),
      schema: answerSchema,
      schemaName: 'sections',
      maxOutputTokens: 6000,
    });
    place(chunk, answer, grouped);
  }
  return grouped;
}

/** Every story of the chunk goes to the first section that names it, else to the dropped, else to what is left. */
function place(chunk: Story[], answer: z.output<typeof answerSchema>, grouped: Grouped): void {
  const open = new Map(chunk.map((story, index) => [`s${index + 1}`, story]));
  const take = (id: string): Story[] => {
    const story = open.get(id.trim().toLowerCase());
    open.delete(id.trim().toLowerCase());
    return story ? [story] : [];
  };
  for (const { title, stories } of answer.sections) {
    const members = stories.flatMap(take);
    if (members.length === 0) continue;
    const same = grouped.sections.find((section) => fold(section.title) === fold(title));
    if (same) same.stories.push(...members);
    else grouped.sections.push({ title: title.trim(), stories: members });
  }
  for (const { story: id, reason } of answer.dropped) {
    for (const story of take(id)) grouped.dropped.push({ story, reason });
  }
  grouped.left.push(...open.values());
}

function fold(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
