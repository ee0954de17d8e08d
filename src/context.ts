// The composition root: from a folder and the environment to everything that a command works with.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import { UserError } from './base/errors.js';
import { createLog, createMask, type Log } from './base/log.js';
import { isPostgresUrl } from './base/url.js';
import { type Config, findDatabase, loadConfig } from './config/config.js';
import { sourcesFileSchema } from './config/sources-file.js';
import { findVocabularyFile, readVocabularyFile } from './config/vocabulary-file.js';
import { createMessenger } from './deliver/index.js';
import type { SharedPace } from './deliver/resend/pace.js';
import { PROMPT_NAMES, type Prompts } from './editorial/model/prompts.js';
import { loadField } from './editorial/vocabulary/field.js';
import type { Clock, Source, SourceRef } from './model.js';
import { createSources, type SourceOptions } from './sources/index.js';
import { createSampleSources, sampleConfig, sampleRefs } from './sources/sample/sample.js';
import type { PipelineContext } from './stages/context.js';
import { createBudgetStore } from './stages/fetching/budget-store.js';
import { findAnswer, saveAnswer } from './store/answers.js';
import { attachPresence } from './store/cluster/presence.js';
import { holdTurns, remainingHoldMs, reserveTurn } from './store/cluster/shared-pace.js';
import type { Tables } from './store/database/schema.js';
import { findStoreContents, removeSample } from './store/maintenance/sample.js';
import { hasStore, openDatabase } from './store/open.js';
import { nameSources } from './store/sources/sources.js';

export interface Context extends Omit<PipelineContext, 'progress' | 'signal'> {
  log: Log;
  /** Whether this folder contains the bundled sample. */
  sample: boolean;
  close(): Promise<void>;
}

const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));
export const version: string = JSON.parse(readFileSync(packageFile, 'utf8')).version;
export const templates = fileURLToPath(new URL('../templates/', import.meta.url));
const userAgent = `Tidings/${version}`;
const DEFAULT_MODEL = 'gpt-6.1-terra';
const clock: Clock = () => new Date();

/**
 * Opens the folder. `sample` opens the bundled sample, which needs an empty folder. A folder that holds only the sample
 * opens as the sample until it has a sources.yaml; then the sample is removed.
 * `depth`: how many days one fetch must cover; a source may return that many times its limit.
 */
export async function openContext(
  dir: string,
  options: { sample?: boolean; depth?: number } = {},
): Promise<Context> {
  const root = resolve(dir);
  const own = existsSync(join(root, 'sources.yaml'));
  const database = findDatabase(root);
  const sample = options.sample || (!own && (await hasStore(database)));
  const config = readConfig(root, sample ? { sourcesFile: sampleFile() } : {});
  loadField(readVocabulary(config));
  const db = await openDatabase(config.database);
  if (isPostgresUrl(config.database)) attachPresence(db, config.database);
  const ids = sampleRefs().map((ref) => ref.id);
  if (!sample) await nameSources(db, config.refs);
  const contents = await findStoreContents(db, ids);
  // On a server the database exists before Tidings has stored anything.
  const empty = isPostgresUrl(database) && !contents.sample && !options.sample;
  if (sample && (contents.others || empty)) {
    await db.destroy();
    throw options.sample
      ? new UserError(
          'This folder already holds an archive of its own',
          'Try the sample in another folder: tidings run --sample --dir sample',
        )
      : new UserError(`No sources.yaml in ${root}`, 'Put it back beside data/, or run `tidings init`.');
  }
  if (!sample && contents.sample) await db.transaction().execute((trx) => removeSample(trx, ids));
  // Sample runs never send mail, whatever is configured.
  const messenger = await createMessenger(sample ? {} : config.env, join(root, 'data', 'outbox'), {
    pace: isPostgresUrl(database) ? sharedPace(db, 'resend') : undefined,
    maxPerSecond: config.delivery.maxPerSecond,
  });
  const log = createLog(config.env);
  return {
    config,
    db,
    sources: sample
      ? createSampleSources()
      : createSources(raiseLimits(config.refs, options.depth), sourceOptions(config, db)),
    messenger,
    ...(await modelOptions(config, db, log)),
    prompts: readPrompts(root),
    clock,
    log,
    templates,
    sample,
    close: async () => {
      await messenger.close();
      await db.destroy();
    },
  };
}

/** The prompts: the operator's own from `prompts/NAME.md` in the folder, else the shipped ones. */
function readPrompts(root: string): Prompts {
  const read = (name: string) => {
    const own = join(root, 'prompts', `${name}.md`);
    return readFileSync(existsSync(own) ? own : join(templates, 'prompts', `${name}.md`), 'utf8').trim();
  };
  return Object.fromEntries(PROMPT_NAMES.map((name) => [name, read(name)])) as Prompts;
}

/** Files in the folder's `prompts/` that are not the name of a prompt: most often a misspelling. */
export function findStrayPrompts({ dir }: Pick<Config, 'dir'>): string[] {
  const own = join(dir, 'prompts');
  const names: string[] = PROMPT_NAMES.map((name) => `${name}.md`);
  return existsSync(own) ? readdirSync(own).filter((file) => !names.includes(file)) : [];
}

/** The folder of the shipped fields. */
export const fieldsFolder = join(templates, 'fields');

/** The vocabulary that sources.yaml names, or none. */
function readVocabulary({ dir, vocabulary }: Config) {
  return vocabulary
    ? readVocabularyFile(findVocabularyFile(vocabulary, { dir, fields: fieldsFolder }))
    : undefined;
}

/** A pace shared by all processes on the store. */
function sharedPace(db: Kysely<Tables>, name: string): SharedPace {
  return {
    take: (spacingMs) => reserveTurn(db, name, spacingMs),
    held: () => remainingHoldMs(db, name),
    hold: (ms) => holdTurns(db, name, ms),
  };
}

/** The model and its server, when a key or a base URL is set. */
export function findModelServer({ env }: Pick<Config, 'env'>) {
  if (!env.OPENAI_API_KEY && !env.OPENAI_BASE_URL) return undefined;
  return {
    apiKey: env.OPENAI_API_KEY ?? '',
    ...(env.OPENAI_BASE_URL && { baseUrl: env.OPENAI_BASE_URL }),
    model: env.OPENAI_MODEL ?? DEFAULT_MODEL,
    clock: () => clock().getTime(),
  };
}

/** Returns a factory of models when a server is configured. Only then is the package loaded. */
async function modelOptions(
  config: Config,
  db: Kysely<Tables>,
  log: Log,
): Promise<Pick<Context, 'createModel'>> {
  const { model } = config;
  const server = findModelServer(config);
  if (!server) return {};
  const [{ createOpenAiModel }, { createBudget }, { withCheckModel }] = await Promise.all([
    import('./llm/openai.js'),
    import('./llm/budget.js'),
    import('./llm/second-model.js'),
  ]);
  return {
    createModel: () => {
      const budget = createBudget({ maxTokens: model.maxTokens, maxUsd: model.maxUsd });
      const create = (name: string) =>
        createOpenAiModel({
          ...server,
          model: name,
          reasoningEffort: model.reasoningEffort,
          callTimeoutMs: model.callTimeoutSeconds * 1000,
          deadline: clock().getTime() + model.timeLimitSeconds * 1000,
          concurrency: model.concurrency,
          budget,
          prices: model.prices,
          cache: {
            get: (key) => findAnswer(db, key),
            set: (key, answer) => saveAnswer(db, key, answer, clock().toISOString()),
          },
          log: ({ level, ...event }) => log[level](event),
        });
      const writer = create(server.model);
      return model.checkModel ? withCheckModel(writer, create(model.checkModel)) : writer;
    },
  };
}

function sampleFile() {
  const publication = {
    name: 'Tidings',
    tagline: 'The bundled sample: one invented day, no key, no network',
  };
  return sourcesFileSchema.parse({ publication, vocabulary: 'ai', ...sampleConfig });
}

/** No service lists more than 1,000 posts. */
function raiseLimits(refs: SourceRef[], depth = 1): SourceRef[] {
  return refs.map((ref) => ({ ...ref, limit: Math.min(1000, ref.limit * depth) }));
}

/** The sources of `refs`, with this folder's keys and limits. */
export function createOwnSources(
  { config, db }: Pick<Context, 'config' | 'db'>,
  refs: SourceRef[],
): Source[] {
  return createSources(refs, sourceOptions(config, db));
}

/** The configuration; names of its sources may change, because feeds name themselves. */
function readConfig(...args: Parameters<typeof loadConfig>): Config {
  const config = loadConfig(...args);
  return { ...config, refs: config.refs.map((ref) => ({ ...ref })) };
}

/** The ids of the sources in sources.yaml; undefined for the sample, whose sources are not there. */
export function findFollowedSources({ config, sample }: Context): ReadonlySet<string> | undefined {
  return sample ? undefined : new Set(config.refs.map(({ id }) => id));
}

/** Reads sources.yaml and .env again, for a process that keeps running. The site's address does not change. */
export function reloadConfig(context: Context): void {
  if (context.sample) return;
  context.config = readConfig(context.config.dir);
  loadField(readVocabulary(context.config));
  context.sources = createOwnSources(context, context.config.refs);
}

function sourceOptions({ env, network, sources }: Config, db: Kysely<Tables>): SourceOptions {
  return {
    mask: createMask(env),
    http: {
      allowPrivateNetwork: network.allowPrivateNetwork,
      timeoutMs: network.timeoutSeconds * 1000,
      maxBytes: network.maxMegabytes * 1_000_000,
      userAgent,
    },
    env,
    budgetStore: createBudgetStore(sources.x.budget, db),
  };
}
