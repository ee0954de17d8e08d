// The editor that uses a language model, and falls back to the offline editor for each part that fails.
import { messageOf } from '../../base/errors.js';
import { words } from '../../base/text.js';
import { ModelError, type ModelUsage, type Story } from '../../model.js';
import type { Editor, IssueText, SectionText } from '../editor.js';
import { isWorthTelling } from '../offline/bullets/newsworthy.js';
import type { OfflineEditor } from '../offline/offline-editor.js';
import { type PlannedRecap, type PlannedSection, type RecapSettings, takeAccepted } from '../plan.js';
import { listVocabulary } from '../vocabulary/gazetteer.js';
import { askBullets } from './ask-bullets.js';
import { askOpening } from './ask-opening.js';
import { askTags } from './ask-tags.js';
import { CANDIDATES_PER_PLACE, chooseStories } from './choose-stories.js';
import type { ModelContext, SecondReading } from './context.js';
import { findLeadingStories, inReadingOrder } from './leading-stories.js';
import { dropRepeats, leadWords, repeatsLead } from './repeats.js';

export interface ModelEditor extends Editor {
  /** The model's usage, with the reason if it did not do all of the work. */
  usage(): ModelUsage;
}

/** Has the model do a part of the work; if it fails, calls `offline`. */
type Attempt = <T>(work: () => Promise<T>, offline: () => Promise<T> | T) => Promise<T>;

/** Creates the editor. `offline` does everything that the model fails to do, so no ModelError is thrown. */
export function createModelEditor(given: ModelContext, offline: OfflineEditor): ModelEditor {
  const { context, secondReading } = countReadings(given);
  const failures: string[] = [];
  let asked = 0;
  const attempt: Attempt = async (work, spare) => {
    asked++;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      failures.push(messageOf(error));
      return spare();
    }
  };
  return {
    async plan(stories, recap) {
      const places = recap.maxSections * recap.maxBullets;
      const most = places * CANDIDATES_PER_PLACE;
      const tellable = takeAccepted(stories, isWorthTelling, most);
      if (tellable.length === 0) return { settings: recap, sections: [] };
      // While there is room, a model may find news in stories that our rules skip.
      const others = stories.filter((story) => !tellable.includes(story) && hasEnoughWords(story));
      const candidates = [...tellable, ...others].slice(0, most);
      return attempt(
        () => chooseStories(candidates, recap, context),
        () => offline.plan(stories, recap),
      );
    },
    write: (plan) => writeText(plan, context, offline, attempt),
    tag: (found, bullets) =>
      attempt(
        () => askTags(found, bullets, listVocabulary(), context),
        () => offline.tag(found, bullets),
      ),
    usage: () => {
      const parts = { asked, offline: failures.length };
      const usage = { ...context.model.usage(), parts, secondReading: secondReading() };
      const cut = usage.cutAt && `its server truncates its input to ${usage.cutAt} tokens`;
      if (failures.length === 0) return cut ? { ...usage, degraded: cut } : usage;
      const idle = failures.length === asked;
      const share = idle ? '' : `${failures.length} of ${asked} parts: `;
      return { ...usage, ...(idle && { name: 'offline' }), degraded: `${share}${cut || failures[0]}` };
    },
  };
}

/** A short line with a score may be newsworthy on the day of a launch. */
const MIN_CANDIDATE_WORDS = 5;

function hasEnoughWords({ posts }: Story): boolean {
  return posts.some(
    ({ title, text, repostOf }) => !repostOf && words(`${title} ${text}`).length >= MIN_CANDIDATE_WORDS,
  );
}

/** A context that counts its second readings. A reading that fails raises no doubts. */
function countReadings(context: ModelContext) {
  const { readAgain } = context;
  if (!readAgain) return { context, secondReading: () => undefined };
  const counts = { read: 0, doubted: 0, unread: 0 };
  const counted: SecondReading = async (bullets, evidence) => {
    try {
      const doubts = await readAgain(bullets, evidence);
      counts.read += bullets.length;
      const doubted = doubts.filter((reasons) => reasons.length > 0).length;
      counts.doubted += doubted;
      for (let i = 0; i < doubted; i++) context.checking.refusals?.add(['doubt']);
      return doubts;
    } catch (error) {
      if (error instanceof ModelError) {
        counts.unread += bullets.length;
        return bullets.map(() => []);
      }
      throw error;
    }
  };
  return { context: { ...context, readAgain: counted }, secondReading: () => ({ ...counts }) };
}

/** Writes all sections in parallel, then the opening, then again the sections that only repeat the opening. */
async function writeText(
  plan: PlannedRecap[],
  context: ModelContext,
  offline: OfflineEditor,
  attempt: Attempt,
): Promise<IssueText> {
  const ask = async (section: PlannedSection, recap: RecapSettings, known: string[] = []) => {
    const text = await askBullets(section, recap, context, known);
    if (text.bullets.length === 0) throw new ModelError('unusable', 'a section came back empty');
    return text;
  };
  const write = (section: PlannedSection, recap: RecapSettings): Promise<SectionText> =>
    attempt(
      () => ask(section, recap),
      () => offline.writeSection(section, recap),
    );
  const planned = plan.flatMap(({ sections, settings }) =>
    sections.map((section) => ({ section, settings })),
  );
  const texts = await Promise.all(
    planned.map(async ({ section, settings }) => ({
      section,
      settings,
      text: await write(section, settings),
    })),
  );
  const stories = inReadingOrder(plan);
  if (stories.length === 0) return { sections: new Map(), stories };
  const sections = texts.map(({ section, text }) => ({
    title: text.title || section.title || '',
    bullets: text.bullets,
  }));
  const opening = await attempt(
    () =>
      askOpening({ leading: findLeadingStories(plan), sections }, context, () => offline.openIssue(stories)),
    () => offline.openIssue(stories),
  );
  const lead = leadWords(opening.lead);
  const known = opening.lead.map(({ text }) => text.map((span) => span.text).join(''));
  const final = texts.map(async ({ section, settings, text }) => {
    if (!repeatsLead(text, lead)) return [section, dropRepeats(text, lead)] as const;
    const again = await attempt(
      () => ask({ ...section, title: text.title || section.title }, settings, known),
      () => text,
    );
    return [section, dropRepeats(again, lead)] as const;
  });
  return { opening, sections: new Map(await Promise.all(final)), stories };
}
