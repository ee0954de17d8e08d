// The composition root: from a folder and the environment to everything that a command works with.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import { type Config, loadConfig } from './config.js';
import { createOutbox } from './deliver/outbox.js';
import { UserError } from './errors.js';
import { createLog, type Log } from './log.js';
import type { Clock, Messenger, Source } from './model.js';
import { createSources } from './sources/index.js';
import { createSampleSources, sampleConfig, sampleRefs } from './sources/sample.js';
import { sourcesFileSchema } from './sources-file.js';
import { openDatabase } from './store/index.js';
import { findInhabitants, removeSample } from './store/sample.js';
import type { Tables } from './store/schema.js';

export interface Context {
  config: Config;
  db: Kysely<Tables>;
  sources: Source[];
  messenger: Messenger;
  clock: Clock;
  log: Log;
  /** The folder with the MJML and the style sheets. */
  templates: string;
  /** Whether this is the bundled sample's world. */
  sample: boolean;
  close(): Promise<void>;
}

const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));
export const version: string = JSON.parse(readFileSync(packageFile, 'utf8')).version;
export const templates = fileURLToPath(new URL('../templates/', import.meta.url));
const userAgent = `Tidings/${version}`;

/**
 * Opens the folder. `sample` asks for the bundled sample, which only enters a folder that holds nothing else; without
 * it, a folder that holds only the sample is opened as the sample's, and a real sources.yaml sends the sample away.
 */
export async function openContext(dir: string, options: { sample?: boolean } = {}): Promise<Context> {
  const root = resolve(dir);
  const own = existsSync(join(root, 'sources.yaml'));
  const lived = existsSync(loadConfig(root, process.env, sampleFile()).database);
  const sample = options.sample || (!own && lived);
  const config = loadConfig(root, process.env, sample ? sampleFile() : undefined);
  const db = await openDatabase(config.database);
  const ids = sampleRefs().map((ref) => ref.id);
  const inhabitants = await findInhabitants(db, ids);
  if (sample && inhabitants.others) {
    await db.destroy();
    throw options.sample
      ? new UserError(
          'This folder already holds an archive of its own',
          'Try the sample in another folder: tidings run --sample --dir sample',
        )
      : new UserError(
          `There is no sources.yaml in ${root}`,
          'Put it back beside data/, or run `tidings init`.',
        );
  }
  if (!sample && inhabitants.sample) await db.transaction().execute((trx) => removeSample(trx, ids));
  const messenger = createOutbox(join(root, 'data', 'outbox'));
  return {
    config,
    db,
    sources: sample ? createSampleSources() : createSources(config.refs, sourceOptions(config)),
    messenger,
    clock: () => new Date(),
    log: createLog(config.env),
    templates,
    sample,
    close: async () => {
      await messenger.close();
      await db.destroy();
    },
  };
}

function sampleFile() {
  const publication = {
    name: 'Tidings',
    tagline: 'The bundled sample: one invented day, no key, no network',
  };
  return sourcesFileSchema.parse({ publication, ...sampleConfig });
}

function sourceOptions({ env, network }: Config) {
  const timeoutMs = network.timeoutSeconds * 1000;
  const maxBytes = network.maxMegabytes * 1_000_000;
  return {
    feeds: { allowPrivateNetwork: network.allowPrivateNetwork, timeoutMs, maxBytes, userAgent },
    reddit: {
      timeoutMs,
      maxBytes,
      userAgent,
      ...(env.REDDIT_CLIENT_ID && { clientId: env.REDDIT_CLIENT_ID }),
      ...(env.REDDIT_CLIENT_SECRET && { clientSecret: env.REDDIT_CLIENT_SECRET }),
      ...(env.REDDIT_BASE_URL && { baseUrl: env.REDDIT_BASE_URL }),
    },
    x: {
      timeoutMs,
      userAgent,
      ...(env.X_BEARER_TOKEN && { bearerToken: env.X_BEARER_TOKEN }),
      ...(env.X_BASE_URL && { baseUrl: env.X_BASE_URL }),
    },
  };
}
