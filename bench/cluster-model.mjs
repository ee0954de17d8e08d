// How the configured model groups: its sections scored against those of real issues (bench:cluster -- --model).
import './field.mjs';
import { groupItems } from '../dist/editorial/group/cluster.js';
import { chooseStories } from '../dist/editorial/model/choose-stories.js';
import { createConfiguredModel } from './configured-model.mjs';
import { readPrompts } from './edit-day.mjs';

/** Stories in a section that the model is told there is room for: real sections have a few more or fewer. */
const STORIES_PER_SECTION = 6;

/** Labels of the members by the model's sections. What it left out is labelled as the offline editor groups it. */
async function labelByModel(members, toPost, read, model) {
  const posts = members.map((member) => toPost(member.id, member));
  const stories = posts.map((post, at) => ({
    id: post.id,
    posts: [post],
    weight: posts.length - at,
    voices: 1,
  }));
  const checking = {
    posts: new Map(posts.map((post) => [post.id, post])),
    language: 'en',
    nameOf: (id) => id,
  };
  const context = { model, prompts: readPrompts(), style: { language: 'en', tone: '' }, checking };
  const maxSections = Math.max(4, Math.ceil(posts.length / STORIES_PER_SECTION));
  const recap = { title: 'Bench', platform: 'x', maxSections, maxBullets: posts.length };
  const { sections, dropped = [] } = await chooseStories(stories, recap, context);
  const labels = new Map(
    sections.flatMap(({ stories: own }, at) => own.map(({ story }) => [story.id, `model ${at}`])),
  );
  const offline = groupItems(members.map(read));
  const label = (id, at) => labels.get(id) ?? `offline ${offline[at]}`;
  return {
    labels: posts.map(({ id }, at) => label(id, at)),
    dropped: dropped.length,
    sections: sections.length,
  };
}

/** Scores each partition with `score(labels, gold)` and prints it; ends with the means. */
export async function scoreModel(partitions, toPost, score) {
  const model = createConfiguredModel();
  if (!model) {
    console.error('No model is configured: set OPENAI_BASE_URL or OPENAI_API_KEY, and OPENAI_MODEL.');
    process.exit(1);
  }
  const results = [];
  for (const { members, read, kind, day } of partitions) {
    const gold = members.map(({ section }) => section);
    const { labels, ...counts } = await labelByModel(members, toPost(kind), read, model);
    const own = score(labels, gold);
    const offline = score(groupItems(members.map(read)), gold);
    results.push({ day, kind, posts: members.length, ...counts, ...own, offline });
    console.log(JSON.stringify(results.at(-1)));
  }
  const mean = (pick) => results.reduce((sum, result) => sum + pick(result), 0) / (results.length || 1);
  const round = (value) => Math.round(value * 1000) / 1000;
  return {
    bench: 'cluster-model',
    partitions: results.length,
    f1: round(mean(({ f1 }) => f1)),
    ari: round(mean(({ ari }) => ari)),
    offline: { f1: round(mean(({ offline }) => offline.f1)), ari: round(mean(({ offline }) => offline.ari)) },
    tokensIn: model.usage().tokensIn,
  };
}
