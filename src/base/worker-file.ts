// Where the files of worker threads lie.

/**
 * The file `name` (without its ending) beside the module with the address `from`. The tests run the sources, which
 * Node 20 cannot load in a thread: theirs is the built file.
 */
export function threadFile(from: string, name: string): URL {
  const built = from.endsWith('.ts') ? from.replace(/^(.*\/)src\//, '$1dist/') : from;
  return new URL(`./${name}.js`, built);
}
