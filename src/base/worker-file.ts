// Paths of the files that worker threads run.

/**
 * The URL of the worker file `name` (without extension) beside the module `from`. Node 20 cannot load TypeScript in a
 * thread, so tests use the built file.
 */
export function workerFileUrl(from: string, name: string): URL {
  const built = from.endsWith('.ts') ? from.replace(/^(.*\/)src\//, '$1dist/') : from;
  return new URL(`./${name}.js`, built);
}
