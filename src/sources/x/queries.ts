// Accounts → the fewest search queries that hold them. Pure.

/** The most characters of a query. https://docs.x.com/x-api/posts/search/integrate/build-a-query */
export const QUERY_LENGTH = { recent: 512, archive: 1024 };

/** Reposts are repeats, and each one read costs as much as a post of one's own. */
const TAIL = ' -is:retweet';

export interface PackedQuery<T> {
  query: string;
  accounts: T[];
}

/** `(from:a OR from:b) -is:retweet` */
export function searchQuery(handles: string[]): string {
  return `(${handles.map((handle) => `from:${handle}`).join(' OR ')})${TAIL}`;
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
