// Packs accounts into few search queries.

/** Maximum characters of a query. https://docs.x.com/x-api/posts/search/integrate/build-a-query */
export const MAX_QUERY_CHARACTERS = { recent: 512, archive: 1024 };

/** Excludes reposts, which repeat other posts at the same price. */
const QUERY_SUFFIX = ' -is:retweet';

export interface PackedQuery<T> {
  query: string;
  accounts: T[];
}

/** The query for these accounts: `(from:a OR from:b) -is:retweet` */
export function searchQuery(handles: string[]): string {
  return `(${handles.map((handle) => `from:${handle}`).join(' OR ')})${QUERY_SUFFIX}`;
}

/** Packs accounts into few queries of at most `maxLength` characters: first fit, longest handle first. */
export function packQueries<T extends { handle: string }>(
  accounts: T[],
  maxLength: number,
): PackedQuery<T>[] {
  const bins: T[][] = [];
  const longestFirst = [...accounts].sort((a, b) => b.handle.length - a.handle.length);
  for (const account of longestFirst) {
    const bin = bins.find((some) => searchQuery(handlesOf([...some, account])).length <= maxLength);
    if (bin) bin.push(account);
    else bins.push([account]);
  }
  return bins.map((some) => ({ query: searchQuery(handlesOf(some)), accounts: some }));
}

function handlesOf(accounts: { handle: string }[]): string[] {
  return accounts.map((account) => account.handle);
}
