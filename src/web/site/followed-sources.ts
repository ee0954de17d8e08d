// The sources that sources.yaml still has. The store also keeps removed ones, whose failures matter to nobody.

/** The ids of the sources in sources.yaml; undefined if every stored source counts, as in the sample. */
export type FollowedSources = () => ReadonlySet<string> | undefined;

/** Those of the stored `sources` that are followed. */
export function onlyFollowed<S extends { id: string }>(
  followedSources: FollowedSources | undefined,
  sources: S[],
): S[] {
  const followed = followedSources?.();
  return followed ? sources.filter(({ id }) => followed.has(id)) : sources;
}
